import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { ActorKind } from '../../domain/accounts/access.ts'
import type { Role } from '../../domain/accounts/account.ts'
import type { JourneyKind, JourneyStatus, TaskKind, TaskStatus, TimelineData } from '../../domain/journeys/journey.ts'
import { accounts } from './accounts.ts'
import { drempel, id, instant, now, portalId } from './columns.ts'

/**
 * seq counts changes from outside; the story writes the seq it has seen as rested_seq when it lies down.
 * plan counts re-plannings and begins every message's and task's key. generation counts workflows started for it.
 */
export const journeys = drempel.table(
  'journeys',
  {
    portalId: portalId(),
    id: id(),
    kind: text('kind').$type<JourneyKind>().notNull(),
    /** The account it is about; null for a batch, which is about none in particular. */
    subjectId: uuid('subject_id'),
    organisationId: uuid('organisation_id'),
    status: text('status').$type<JourneyStatus>().notNull().default('open'),
    outcome: text('outcome'),
    seq: integer('seq').notNull().default(1),
    restedSeq: integer('rested_seq').notNull().default(0),
    plan: integer('plan').notNull().default(1),
    generation: integer('generation').notNull().default(1),
    policyVersion: integer('policy_version').notNull(),
    waitingFor: text('waiting_for'),
    nextDueAt: instant('next_due_at'),
    stuckAt: instant('stuck_at'),
    stuckCode: text('stuck_code'),
    postponedUntil: instant('postponed_until'),
    startedAt: instant('started_at').notNull().default(now),
    endedAt: instant('ended_at'),
    /** Machine time of the last change, for the grace of reconciliation. */
    touchedAt: instant('touched_at').notNull().default(sql`clock_timestamp()`),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    index('journeys_by_kind').on(t.portalId, t.kind, t.status, t.id),
    index('journeys_by_subject').on(t.portalId, t.subjectId),
    index('journeys_open').on(t.id).where(sql`status = 'open'`),
    index('journeys_due').on(t.nextDueAt).where(sql`status = 'open' and next_due_at is not null`),
    // Two of HR at the same moment plan one leaving.
    uniqueIndex('journeys_leaving')
      .on(t.portalId, t.subjectId, t.organisationId)
      .where(sql`status = 'open' and kind = 'offboarding'`),
    foreignKey({ columns: [t.portalId, t.subjectId], foreignColumns: [accounts.portalId, accounts.id] }),
    // Whoever reads the subject of any other kind finds one; a batch is its organisation's.
    check(
      'journeys_subject',
      sql`case when kind in ('document-batch', 'leaving-batch') then subject_id is null and organisation_id is not null else subject_id is not null end`,
    ),
  ],
)

export const timeline = drempel.table(
  'timeline',
  {
    portalId: portalId(),
    id: id(),
    journeyId: uuid('journey_id').notNull(),
    at: instant('at').notNull().default(now),
    fact: text('fact').notNull(),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorId: uuid('actor_id'),
    plan: integer('plan').notNull(),
    data: jsonb('data').$type<TimelineData>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    index('timeline_by_journey').on(t.portalId, t.journeyId, t.id),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
  ],
)

/** What somebody wrote beside a fact. Kept apart so that it can be erased. */
export const timelineNotes = drempel.table(
  'timeline_notes',
  { portalId: portalId(), timelineId: uuid('timeline_id').notNull(), note: text('note').notNull() },
  (t) => [
    primaryKey({ columns: [t.portalId, t.timelineId] }),
    foreignKey({ columns: [t.portalId, t.timelineId], foreignColumns: [timeline.portalId, timeline.id] }),
  ],
)

/** The queue from Postgres to Temporal: one row per changed journey, delivered as signalWithStart and deleted at the same seq. */
export const wakeups = drempel.table(
  'wakeups',
  {
    portalId: portalId(),
    journeyId: uuid('journey_id').notNull(),
    seq: integer('seq').notNull(),
    createdAt: instant('created_at').notNull().default(sql`clock_timestamp()`),
    claimedUntil: instant('claimed_until'),
    attempts: integer('attempts').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.portalId, t.journeyId] }), index('wakeups_in_order').on(t.createdAt)],
)

export const tasks = drempel.table(
  'tasks',
  {
    portalId: portalId(),
    id: id(),
    journeyId: uuid('journey_id').notNull(),
    key: text('key').notNull(),
    kind: text('kind').$type<TaskKind>().notNull(),
    status: text('status').$type<TaskStatus>().notNull().default('open'),
    /** Held by one account, or by everyone with a role in an organisation. */
    accountId: uuid('account_id'),
    organisationId: uuid('organisation_id'),
    role: text('role').$type<Role>(),
    /** Null where the journey is about nobody in particular. */
    aboutPersonId: uuid('about_person_id'),
    dueAt: instant('due_at'),
    createdAt: instant('created_at').notNull().default(now),
    closedAt: instant('closed_at'),
    closedBy: uuid('closed_by'),
  },
  (t) => [
    primaryKey({ columns: [t.portalId, t.id] }),
    unique('tasks_key').on(t.portalId, t.journeyId, t.key),
    index('tasks_by_organisation').on(t.portalId, t.organisationId, t.role, t.status),
    index('tasks_by_account').on(t.portalId, t.accountId, t.status),
    foreignKey({ columns: [t.portalId, t.journeyId], foreignColumns: [journeys.portalId, journeys.id] }),
  ],
)
