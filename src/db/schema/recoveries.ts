import { foreignKey, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { EnrolmentCause, EnrolmentStatus } from '../../domain/accounts/enrolment.ts'
import type { ProofingCheck } from '../../domain/accounts/proofing.ts'
import type { RecoveryStatus } from '../../domain/accounts/recovery.ts'
import { accounts } from './accounts.ts'
import { drempel, instant, portalId } from './columns.ts'
import { journeys } from './journeys.ts'

/** The facts of factor-enrolment. planned_at is the instant from which the present plan counts its days. */
export const enrolments = drempel.table(
  'enrolments',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    accountId: uuid('account_id').notNull(),
    cause: text('cause').$type<EnrolmentCause>().notNull(),
    status: text('status').$type<EnrolmentStatus>().notNull().default('asked'),
    plannedAt: instant('planned_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId] }),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)

/** The facts of account-recovery: who of the service desk asked, what was checked, who approved, and how far it is. */
export const recoveries = drempel.table(
  'recoveries',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    accountId: uuid('account_id').notNull(),
    status: text('status').$type<RecoveryStatus>().notNull().default('asked'),
    plannedAt: instant('planned_at').notNull(),
    startedBy: uuid('started_by').notNull(),
    checks: text('checks').array().$type<ProofingCheck[]>().notNull(),
    /** Given by the desk and proven by nobody until the recovery is complete; gone when it has ended. */
    privateEmail: text('private_email'),
    /** Where the PIN for another password goes: known before it began. Null where the password stays; gone at the end. */
    pinMobile: text('pin_mobile'),
    /** Chosen with link and PIN. The account's own is another one only when the recovery is complete. */
    passwordHash: text('password_hash'),
    approvedBy: uuid('approved_by'),
    approvedAt: instant('approved_at'),
    /** When the code went out: from here its life counts. */
    issuedAt: instant('issued_at'),
    /** When the sign-in with the code was complete. */
    recoveredAt: instant('recovered_at'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId] }),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
    foreignKey({ columns: [t.portalId, t.accountId], foreignColumns: [accounts.portalId, accounts.id] }),
  ],
)
