import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { JourneyKind, JourneyStatus, WaitingFor } from '../domain/journeys/journey.ts'
import type { Pool, Tx } from './client.ts'
import { overdue } from './installation.ts'
import { type Reach, within } from './organisations.ts'
import { type Direction, keySet, type Page } from './page.ts'
import { activations, journeys, messages, timeline, timelineNotes } from './schema/all.ts'

/** A portal's own transaction, or the engine's role over all portals: it may read these tables, but no personal column. */
export type Looking = Pick<Tx, 'select'> | Pick<Pool['drizzle'], 'select'>

export type JourneyView = typeof journeys.$inferSelect

export async function findJourneys(reads: Looking, ids: readonly string[]): Promise<readonly JourneyView[]> {
  return reads
    .select()
    .from(journeys)
    .where(inArray(journeys.id, [...ids]))
}

type Wanted<T> = T | null | undefined

/** What is not given does not matter. */
export type JourneyFilter = {
  readonly reach: Reach
  readonly portalId?: Wanted<string>
  readonly portalSlug?: Wanted<string>
  readonly kind?: Wanted<JourneyKind>
  readonly status?: Wanted<JourneyStatus>
  readonly outcome?: Wanted<string>
  readonly waitingFor?: Wanted<WaitingFor>
  readonly organisationId?: Wanted<string>
  /** The account it is about. */
  readonly subjectId?: Wanted<string>
  readonly isStuck?: Wanted<boolean>
  readonly isOverdue?: Wanted<boolean>
}

/** by age, or by the next due instant: then those that wait for no instant are left out. */
export type JourneyOrder = { readonly by: 'STARTED' | 'DUE'; readonly direction: Direction }

export async function listJourneys(
  reads: Looking,
  filter: JourneyFilter,
  { page, order }: { page: Page; order: JourneyOrder },
): Promise<readonly JourneyView[]> {
  const id = { column: sql`${journeys.id}`, type: 'uuid' } as const
  const due = { column: sql`${journeys.nextDueAt}`, type: 'timestamptz' } as const
  const { where, orderBy } = keySet(order.by === 'DUE' ? [due, id] : [id], page, order.direction)
  const dueOnly = order.by === 'DUE' ? isNotNull(journeys.nextDueAt) : undefined
  return reads
    .select()
    .from(journeys)
    .where(and(...conditions(filter), dueOnly, where))
    .orderBy(orderBy)
    .limit(page.limit)
}

function conditions(filter: JourneyFilter): readonly (SQL | undefined)[] {
  const { reach, isStuck = null, isOverdue = null, portalSlug = null } = filter
  const same = [
    [journeys.portalId, filter.portalId],
    [journeys.kind, filter.kind],
    [journeys.status, filter.status],
    [journeys.outcome, filter.outcome],
    [journeys.waitingFor, filter.waitingFor],
    [journeys.organisationId, filter.organisationId],
    [journeys.subjectId, filter.subjectId],
  ] as const
  const lateNow = sql`(${journeys.status} = 'open' and ${overdue})`
  return [
    ...same.map(([column, value]) => ((value ?? null) === null ? undefined : sql`${column} = ${value}`)),
    within(reach, sql`${journeys.organisationId}`),
    isStuck === null ? undefined : (isStuck ? isNotNull : isNull)(journeys.stuckAt),
    // Neither true nor false where no instant is known: that is not overdue.
    isOverdue === null ? undefined : sql`${lateNow} is ${sql.raw(isOverdue ? 'true' : 'not true')}`,
    portalSlug === null
      ? undefined
      : sql`${journeys.portalId} = (select p.id from drempel.portals p where p.slug = ${portalSlug})`,
  ]
}

export type TimelineView = typeof timeline.$inferSelect

type OfJourney = { readonly journey: Pick<JourneyView, 'portalId' | 'id'>; readonly page: Page }

/** What happened, the first first. */
export async function listTimeline(reads: Looking, { journey, page }: OfJourney): Promise<readonly TimelineView[]> {
  const { where, orderBy } = keySet([{ column: sql`${timeline.id}`, type: 'uuid' }], page, 'ASC')
  return reads
    .select()
    .from(timeline)
    .where(and(eq(timeline.portalId, journey.portalId), eq(timeline.journeyId, journey.id), where))
    .orderBy(orderBy)
    .limit(page.limit)
}

/** What somebody wrote beside a fact: for the portal's own people. */
export async function findTimelineNotes(tx: Tx, ids: readonly string[]) {
  return tx
    .select({ id: timelineNotes.timelineId, note: timelineNotes.note })
    .from(timelineNotes)
    .where(and(eq(timelineNotes.portalId, tx.portalId), inArray(timelineNotes.timelineId, [...ids])))
}

export type MessageView = Awaited<ReturnType<typeof listMessages>>[number]

/** What was said to whom, without the words and the secrets. The recipient is asked for apart. */
export async function listMessages(reads: Looking, { journey, page }: OfJourney) {
  const { where, orderBy } = keySet([{ column: sql`${messages.id}`, type: 'uuid' }], page, 'ASC')
  return reads
    .select({
      portalId: messages.portalId,
      id: messages.id,
      journeyId: messages.journeyId,
      key: messages.key,
      plan: messages.plan,
      channel: messages.channel,
      template: messages.template,
      status: messages.status,
      code: messages.code,
      provider: messages.provider,
      attempts: messages.attempts,
      sendBefore: messages.sendBefore,
      createdAt: messages.createdAt,
      handedOverAt: messages.handedOverAt,
      settledAt: messages.settledAt,
    })
    .from(messages)
    .where(and(eq(messages.portalId, journey.portalId), eq(messages.journeyId, journey.id), where))
    .orderBy(orderBy)
    .limit(page.limit)
}

export async function findRecipients(tx: Tx, ids: readonly string[]) {
  return tx
    .select({ id: messages.id, recipient: messages.recipient })
    .from(messages)
    .where(and(eq(messages.portalId, tx.portalId), inArray(messages.id, [...ids])))
}

export async function findActivationFacts(tx: Tx, journeyIds: readonly string[]) {
  return tx
    .select()
    .from(activations)
    .where(and(eq(activations.portalId, tx.portalId), inArray(activations.journeyId, [...journeyIds])))
}
