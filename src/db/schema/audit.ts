import { sql } from 'drizzle-orm'
import { foreignKey, index, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { ActorKind } from '../../domain/accounts/access.ts'
import { bytes, drempel, id, inet, instant, now, portalId } from './columns.ts'

/** Who did what to whom, when, with which outcome. Ids and codes only, and append-only for the application's role. */
export const audit = drempel.table(
  'audit',
  {
    portalId: portalId(),
    id: id(),
    at: instant('at').notNull().default(now),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorId: uuid('actor_id'),
    act: text('act').notNull(),
    subjectId: uuid('subject_id'),
    journeyId: uuid('journey_id'),
    code: text('code').notNull(),
    correlationId: text('correlation_id'),
  },
  (t) => [primaryKey({ columns: [t.portalId, t.id] }), index('audit_by_subject').on(t.portalId, t.subjectId, t.id)],
)

/** What may have to be erased one day: the address a request came from, and what somebody wrote as a reason. */
export const auditDetails = drempel.table(
  'audit_details',
  {
    portalId: portalId(),
    auditId: uuid('audit_id').notNull(),
    origin: inet('origin'),
    note: text('note'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.auditId] }),
    foreignKey({ columns: [t.portalId, t.auditId], foreignColumns: [audit.portalId, audit.id] }),
  ],
)

/** Answers to acts that carried an idempotency key: the hash of what was asked and the ids that came of it. */
export const idempotency = drempel.table(
  'idempotency',
  {
    portalId: portalId(),
    id: id(),
    actorId: uuid('actor_id').notNull(),
    mutation: text('mutation').notNull(),
    key: text('key').notNull(),
    requestHash: bytes('request_hash').notNull(),
    result: jsonb('result').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('idempotency_key').on(t.portalId, t.actorId, t.mutation, t.key),
  ],
)

/** Requests to reconcile, made by operators or by the interval, and what each found. Ids and codes only. */
export const reconciliations = drempel.table('reconciliations', {
  id: uuid('id').primaryKey().default(sql`uuidv7()`),
  requestedBy: uuid('requested_by'),
  cause: text('cause').$type<'operator' | 'interval' | 'command'>().notNull(),
  requestedAt: instant('requested_at').notNull().default(sql`clock_timestamp()`),
  startedAt: instant('started_at'),
  finishedAt: instant('finished_at'),
  report: jsonb('report').$type<Record<string, unknown>>(),
})

/** Work that comes back: its row carries the next due instant; a Temporal Schedule or the time machine wakes it. */
export const recurringWork = drempel.table('recurring_work', {
  name: text('name').primaryKey(),
  nextDueAt: instant('next_due_at').notNull(),
  lastDoneAt: instant('last_done_at'),
})
