import { and, asc, eq, inArray, max, sql } from 'drizzle-orm'
import type { Actor } from '../domain/accounts/access.ts'
import { actorId } from '../domain/accounts/access.ts'
import type { JourneyKind, TaskKind, TimelineData } from '../domain/journeys/journey.ts'
import type { Tx } from './client.ts'
import { journeys, messages, tasks, timeline, timelineNotes } from './schema/all.ts'

export type JourneyRow = typeof journeys.$inferSelect

/** Locks the journey's root row: first in every command that changes a journey, before accounts or tasks. */
export async function lockJourney(tx: Tx, journeyId: string): Promise<JourneyRow | undefined> {
  const [row] = await tx.select().from(journeys).where(inJourney(tx, journeyId)).for('update')
  return row
}

/** An open one of this kind about this account, of which there is at most one. Locked. */
export async function lockOpenJourneyOf(
  tx: Tx,
  { subjectId, kind }: { readonly subjectId: string; readonly kind: JourneyRow['kind'] },
): Promise<JourneyRow | undefined> {
  const [row] = await tx
    .select()
    .from(journeys)
    .where(
      and(
        eq(journeys.portalId, tx.portalId),
        eq(journeys.subjectId, subjectId),
        eq(journeys.kind, kind),
        eq(journeys.status, 'open'),
      ),
    )
    .for('update')
  return row
}

/** All open ones of these kinds about this account, in the order in which they are locked. */
export async function lockOpenJourneysOf(
  tx: Tx,
  subjectId: string,
  kinds: readonly JourneyKind[],
): Promise<readonly JourneyRow[]> {
  if (kinds.length === 0) return []
  return tx
    .select()
    .from(journeys)
    .where(
      and(
        eq(journeys.portalId, tx.portalId),
        eq(journeys.subjectId, subjectId),
        inArray(journeys.kind, [...kinds]),
        eq(journeys.status, 'open'),
      ),
    )
    .orderBy(asc(journeys.id))
    .for('update')
}

export type NewJourney = Pick<JourneyRow, 'kind' | 'subjectId' | 'organisationId' | 'policyVersion'>

/** A journey with its first wake-up. Its own row of facts is written in the same transaction. */
export async function insertJourney(tx: Tx, journey: NewJourney): Promise<JourneyRow> {
  const [row] = await tx
    .insert(journeys)
    .values({ ...journey, portalId: tx.portalId })
    .returning()
  if (row === undefined) throw new Error('a journey was not written')
  await tx.execute(sql`select drempel.wake(${tx.portalId}, ${row.id}, ${row.seq})`)
  return row
}

export type Fact = {
  readonly fact: string
  readonly actor: Actor
  readonly data?: TimelineData
  readonly note?: string | undefined
}

/** Appends to the timeline. What somebody wrote goes beside it, where it can be erased. */
export async function appendFact(
  tx: Tx,
  journey: Pick<JourneyRow, 'id' | 'plan'>,
  { fact, actor, data = {}, note }: Fact,
): Promise<void> {
  const [entry] = await tx
    .insert(timeline)
    .values({
      portalId: tx.portalId,
      journeyId: journey.id,
      fact,
      actorKind: actor.kind,
      actorId: actorId(actor),
      plan: journey.plan,
      data,
    })
    .returning({ id: timeline.id })
  if (note === undefined || entry === undefined) return
  await tx.insert(timelineNotes).values({ portalId: tx.portalId, timelineId: entry.id, note })
}

export type Change = Partial<
  Pick<
    JourneyRow,
    | 'status'
    | 'outcome'
    | 'plan'
    | 'generation'
    | 'postponedUntil'
    | 'endedAt'
    | 'stuckAt'
    | 'stuckCode'
    | 'waitingFor'
    | 'nextDueAt'
  >
>

/**
 * A change from outside: raises seq, keeps one wake-up row for the journey, and tells the delivery loops. The journey must
 * be locked. A story's own acts never call this: they wake nobody.
 */
export async function raiseJourney(tx: Tx, journey: JourneyRow, change: Change = {}): Promise<JourneyRow> {
  const [raised] = await tx
    .update(journeys)
    .set({ ...change, seq: sql`${journeys.seq} + 1`, touchedAt: sql`clock_timestamp()` })
    .where(inJourney(tx, journey.id))
    .returning()
  if (raised === undefined) throw new Error('the journey was not locked')
  await tx.execute(sql`select drempel.wake(${tx.portalId}, ${journey.id}, ${raised.seq})`)
  return raised
}

/** When something last became a fact of a journey; null when it never did. */
export async function lastFactAt(tx: Tx, journeyId: string, fact: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: max(timeline.at) })
    .from(timeline)
    .where(and(eq(timeline.portalId, tx.portalId), eq(timeline.journeyId, journeyId), eq(timeline.fact, fact)))
  return row?.at ?? null
}

/** What an older plan, or a journey that ends, has not handed over is cancelled with it; its secrets are wiped. */
export async function cancelUnsent(tx: Tx, journeyId: string, personId?: string): Promise<void> {
  await tx
    .update(messages)
    .set({ status: 'cancelled', sealed: null, claimedUntil: null, settledAt: sql`drempel.now()` })
    .where(
      and(
        eq(messages.portalId, tx.portalId),
        eq(messages.journeyId, journeyId),
        eq(messages.status, 'queued'),
        personId === undefined ? undefined : eq(messages.personId, personId),
      ),
    )
}

export async function cancelTasks(tx: Tx, journeyId: string, kind?: TaskKind): Promise<void> {
  await tx
    .update(tasks)
    .set({ status: 'cancelled', closedAt: sql`drempel.now()` })
    .where(
      and(
        eq(tasks.portalId, tx.portalId),
        eq(tasks.journeyId, journeyId),
        eq(tasks.status, 'open'),
        kind && eq(tasks.kind, kind),
      ),
    )
}

export type Rest = { readonly seq: number; readonly waitingFor: string; readonly nextDueAt: Date | null }

/**
 * A story lies down: one conditional update, true when nothing changed since it looked. Answers how long until the next
 * due instant by the database's clock. A story that was stuck is no longer, and nobody is asked to repair it.
 */
export async function restJourney(
  tx: Tx,
  journeyId: string,
  rest: Rest,
): Promise<{ rested: boolean; waitMs: number | null }> {
  const rows = await tx
    .update(journeys)
    .set({
      waitingFor: rest.waitingFor,
      nextDueAt: rest.nextDueAt,
      restedSeq: rest.seq,
      stuckAt: null,
      stuckCode: null,
      touchedAt: sql`clock_timestamp()`,
    })
    .where(and(inJourney(tx, journeyId), eq(journeys.seq, rest.seq), eq(journeys.status, 'open')))
    .returning({ wasStuck: sql<boolean>`old.stuck_at is not null` })
  if (rows.some(({ wasStuck }) => wasStuck)) await cancelTasks(tx, journeyId, 'REPAIR_JOURNEY')
  const waitMs = rest.nextDueAt === null ? null : Math.max(0, rest.nextDueAt.getTime() - tx.now.getTime())
  return { rested: rows.length === 1, waitMs }
}

/** An act of the story cannot succeed: the journey rests where it is, for an operator to see. */
export async function stickJourney(tx: Tx, journey: JourneyRow, code: string): Promise<void> {
  await tx
    .update(journeys)
    .set({
      stuckAt: sql`coalesce(${journeys.stuckAt}, drempel.now())`,
      stuckCode: code,
      waitingFor: 'OPERATOR',
      restedSeq: journey.seq,
      touchedAt: sql`clock_timestamp()`,
    })
    .where(inJourney(tx, journey.id))
}

/** The end of a story, guarded by seq: false when somebody changed something since it looked. */
export async function endJourney(
  tx: Tx,
  journeyId: string,
  { seq, outcome }: { seq: number; outcome: string },
): Promise<boolean> {
  const rows = await tx
    .update(journeys)
    .set({
      status: 'ended',
      outcome,
      restedSeq: seq,
      waitingFor: null,
      nextDueAt: null,
      stuckAt: null,
      stuckCode: null,
      endedAt: sql`drempel.now()`,
      touchedAt: sql`clock_timestamp()`,
    })
    .where(and(inJourney(tx, journeyId), eq(journeys.seq, seq), eq(journeys.status, 'open')))
    .returning({ id: journeys.id })
  return rows.length === 1
}

function inJourney(tx: Tx, journeyId: string) {
  return and(eq(journeys.portalId, tx.portalId), eq(journeys.id, journeyId))
}
