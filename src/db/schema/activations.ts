import { date, foreignKey, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Role } from '../../domain/accounts/account.ts'
import type { ActivationStatus, ContactProblem } from '../../domain/accounts/activation.ts'
import { accounts } from './accounts.ts'
import { drempel, instant, portalId } from './columns.ts'
import { journeys } from './journeys.ts'
import { organisations } from './portals.ts'

/** The facts of account-activation. planned_at is the instant from which the present plan counts its days. */
export const activations = drempel.table(
  'activations',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    accountId: uuid('account_id').notNull(),
    organisationId: uuid('organisation_id'),
    role: text('role').$type<Role>().notNull(),
    startsOn: date('starts_on', { mode: 'string' }),
    externalReference: text('external_reference'),
    status: text('status').$type<ActivationStatus>().notNull().default('invited'),
    plannedAt: instant('planned_at').notNull(),
    contactProblem: text('contact_problem').$type<ContactProblem>(),
    invitedBy: uuid('invited_by'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId] }),
    unique('activations_reference').on(t.portalId, t.organisationId, t.externalReference),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
  ],
)
