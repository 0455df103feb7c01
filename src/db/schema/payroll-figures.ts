import { sql } from 'drizzle-orm'
import { date, foreignKey, index, integer, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type {
  AgencyPhase,
  PaymentKind,
  ReservationKind,
  ReservationUnit,
} from '../../domain/documents/payroll-figures.ts'
import { people } from './accounts.ts'
import { drempel, id, instant, now, portalId } from './columns.ts'
import { organisations } from './portals.ts'

/**
 * Each row is what payroll said once: a correction is a new row with the next version, and the one before it is replaced.
 * The organisation's own reference names all versions of one figure; one of them counts.
 */
const published = () => ({
  portalId: portalId(),
  id: id(),
  organisationId: uuid('organisation_id').notNull(),
  personId: uuid('person_id').notNull(),
  externalReference: text('external_reference').notNull(),
  version: integer('version').notNull(),
  publishedAt: instant('published_at').notNull().default(now),
  replacedAt: instant('replaced_at'),
})

const day = (name: string) => date(name, { mode: 'string' })

export const payments = drempel.table(
  'payments',
  {
    ...published(),
    paidOn: day('paid_on').notNull(),
    amountCents: integer('amount_cents').notNull(),
    kind: text('kind').$type<PaymentKind>().notNull(),
    description: text('description'),
    periodFrom: day('period_from'),
    periodUntil: day('period_until'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('payments_version').on(t.portalId, t.organisationId, t.externalReference, t.version),
    uniqueIndex('payments_present')
      .on(t.portalId, t.organisationId, t.externalReference)
      .where(sql`replaced_at is null`),
    index('payments_by_person').on(t.portalId, t.personId, t.paidOn, t.id),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
    foreignKey({ columns: [t.portalId, t.personId], foreignColumns: [people.portalId, people.id] }),
  ],
)

export const reservations = drempel.table(
  'reservations',
  {
    ...published(),
    kind: text('kind').$type<ReservationKind>().notNull(),
    unit: text('unit').$type<ReservationUnit>().notNull(),
    builtUp: integer('built_up').notNull(),
    taken: integer('taken').notNull(),
    balance: integer('balance').notNull(),
    asOf: day('as_of').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('reservations_version').on(t.portalId, t.organisationId, t.externalReference, t.version),
    uniqueIndex('reservations_present')
      .on(t.portalId, t.organisationId, t.externalReference)
      .where(sql`replaced_at is null`),
    index('reservations_by_person').on(t.portalId, t.personId, t.asOf, t.id),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
    foreignKey({ columns: [t.portalId, t.personId], foreignColumns: [people.portalId, people.id] }),
  ],
)

export const phases = drempel.table(
  'phases',
  {
    ...published(),
    phase: text('phase').$type<AgencyPhase>().notNull(),
    weeksWorked: integer('weeks_worked').notNull(),
    from: day('from_on').notNull(),
    until: day('until_on'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('phases_version').on(t.portalId, t.organisationId, t.externalReference, t.version),
    uniqueIndex('phases_present').on(t.portalId, t.organisationId, t.externalReference).where(sql`replaced_at is null`),
    index('phases_by_person').on(t.portalId, t.personId, t.from, t.id),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
    foreignKey({ columns: [t.portalId, t.personId], foreignColumns: [people.portalId, people.id] }),
  ],
)
