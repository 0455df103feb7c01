import { sql } from 'drizzle-orm'
import { boolean, date, foreignKey, index, integer, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { ActorKind } from '../../domain/accounts/access.ts'
import type { LeaverExpectation, LeaverOutcome, LeavingBatchStatus } from '../../domain/employments/leaving-batch.ts'
import type { Problem } from '../../domain/errors.ts'
import { people } from './accounts.ts'
import { drempel, instant, portalId } from './columns.ts'
import { journeys } from './journeys.ts'
import { organisations } from './portals.ts'

/** The facts of leaving-batch. */
export const leavingBatches = drempel.table(
  'leaving_batches',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    externalReference: text('external_reference').notNull(),
    status: text('status').$type<LeavingBatchStatus>().notNull().default('gathering'),
    /** When its last item came in, or when it halted. */
    waitsSince: instant('waits_since').notNull(),
    /** Under whose name people are planned: who started it, or resumed it. */
    byKind: text('by_kind').$type<ActorKind>(),
    byId: uuid('by_id'),
    startedAt: instant('started_at'),
    resumed: integer('resumed').notNull().default(0),
    /** What the brake has counted since the start, or since it was resumed. */
    handled: integer('handled').notNull().default(0),
    failed: integer('failed').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId] }),
    unique('leaving_batches_reference').on(t.portalId, t.organisationId, t.externalReference),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
    foreignKey({ columns: [t.portalId, t.organisationId], foreignColumns: [organisations.portalId, organisations.id] }),
  ],
)

/** Who is on it, as the caller said it; what was expected of each item, and what became of it. */
export const leavingBatchItems = drempel.table(
  'leaving_batch_items',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    /** In the order in which they came in, from 1. */
    number: integer('number').notNull(),
    /** Who, as it was given: one of the two. The id may be nobody's. */
    givenPersonId: uuid('given_person_id'),
    externalReference: text('external_reference'),
    lastDay: date('last_day', { mode: 'string' }).notNull(),
    handsInPhone: boolean('hands_in_phone').notNull(),
    personId: uuid('person_id'),
    expected: text('expected').$type<LeaverExpectation>().notNull(),
    /** Null until it was handled. */
    outcome: text('outcome').$type<LeaverOutcome>(),
    /** Why it would be refused, or was. */
    problems: jsonb('problems').$type<readonly Problem[]>().notNull().default([]),
    leavingId: uuid('leaving_id'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.journeyId, t.number] }),
    unique('leaving_batch_items_who')
      .on(t.portalId, t.journeyId, t.givenPersonId, t.externalReference)
      .nullsNotDistinct(),
    index('leaving_batch_items_left').on(t.portalId, t.journeyId, t.number).where(sql`outcome is null`),
    foreignKey({
      columns: [t.portalId, t.journeyId],
      foreignColumns: [leavingBatches.portalId, leavingBatches.journeyId],
    }),
    foreignKey({ columns: [t.portalId, t.personId], foreignColumns: [people.portalId, people.id] }),
    foreignKey({ columns: [t.portalId, t.leavingId], foreignColumns: [journeys.portalId, journeys.id] }),
  ],
)
