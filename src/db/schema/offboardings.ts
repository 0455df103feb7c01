import { boolean, date, foreignKey, index, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { LeavingCause, OffboardingStatus } from '../../domain/employments/offboarding.ts'
import { accounts, grants } from './accounts.ts'
import { drempel, instant, portalId } from './columns.ts'
import { journeys } from './journeys.ts'
import { organisations } from './portals.ts'

/** The facts of offboarding. planned_at is the instant at which the present plan was made. */
export const offboardings = drempel.table(
  'offboardings',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    accountId: uuid('account_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    status: text('status').$type<OffboardingStatus>().notNull().default('planned'),
    cause: text('cause').$type<LeavingCause>().notNull().default('left'),
    /** The last day of employment, worked in full. */
    lastDay: date('last_day', { mode: 'string' }).notNull(),
    /** HR gave access through this day. */
    extendedTo: date('extended_to', { mode: 'string' }),
    /** Whether a phone of the employer goes back, and a second step with it. */
    handsInPhone: boolean('hands_in_phone').notNull().default(true),
    plannedAt: instant('planned_at').notNull(),
    /** The first day of whoever was rehired. */
    rehiredOn: date('rehired_on', { mode: 'string' }),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId] }),
    index('offboardings_by_account').on(t.portalId, t.accountId, t.organisationId, t.journeyId),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
  ],
)

/** Which rights a leaving cut short, and the end each had before: what a withdrawal gives back. */
export const leaverCuts = drempel.table(
  'leaver_cuts',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    grantId: uuid('grant_id').notNull(),
    untilBefore: instant('until_before'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId, t.grantId] }),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [offboardings.portalId, offboardings.journeyId] }),
    foreignKey({ columns: [t.portalId, t.grantId], foreignColumns: [grants.portalId, grants.id] }),
  ],
)
