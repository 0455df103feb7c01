import { and, count, desc, eq, inArray, isNotNull, min, or, sql } from 'drizzle-orm'
import type { Pool } from './client.ts'
import type { Cause, ReconciliationReport } from './reconciliation.ts'
import { inquiries, journeys, messages, reconciliations, wakeups } from './schema/all.ts'

/** What operators and metrics see: counts, codes and instants over all portals, by the engine's role. */

export type Queue = { readonly length: number; readonly oldestAt: Date | null }

export type QueueState = { readonly wakeUps: Queue; readonly messages: Queue; readonly inquiries: Queue }

export async function queueState({ drizzle }: Pool): Promise<QueueState> {
  const [[woken], [written], [asked]] = await Promise.all([
    drizzle.select({ length: count(), oldestAt: min(wakeups.createdAt) }).from(wakeups),
    drizzle
      .select({ length: count(), oldestAt: min(messages.createdAt) })
      .from(messages)
      .where(eq(messages.status, 'queued')),
    drizzle.select({ length: count(), oldestAt: min(inquiries.createdAt) }).from(inquiries),
  ])
  const none = { length: 0, oldestAt: null }
  return { wakeUps: woken ?? none, messages: written ?? none, inquiries: asked ?? none }
}

const open = eq(journeys.status, 'open')
const stuck = isNotNull(journeys.stuckAt)

/** Its instant passed over a minute ago and it has not stirred. */
export const overdue = sql`(${journeys.stuckAt} is null and ${journeys.nextDueAt} < drempel.now() - interval '1 minute')`

export type JourneyTrouble = { readonly stuck: number; readonly overdue: number }

export async function journeyTrouble({ drizzle }: Pool): Promise<JourneyTrouble> {
  const [row] = await drizzle
    .select({
      stuck: sql<number>`count(*) filter (where ${stuck})::int`,
      overdue: sql<number>`count(*) filter (where ${overdue})::int`,
    })
    .from(journeys)
    .where(and(open, or(stuck, overdue)))
  return row ?? { stuck: 0, overdue: 0 }
}

export type JourneyCount = { readonly kind: string; readonly status: string; readonly count: number }

/** Of an ended journey the outcome is the status. */
export async function countJourneys({ drizzle }: Pool): Promise<readonly JourneyCount[]> {
  const status = sql<string>`case when ${open} and ${stuck} then 'stuck' when ${open} then 'open'
    else coalesce(${journeys.outcome}, 'ended') end`
  return drizzle.select({ kind: journeys.kind, status, count: count() }).from(journeys).groupBy(sql`1`, sql`2`)
}

export type ReconciliationRow = {
  readonly id: string
  readonly cause: Cause
  readonly requestedAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly report: Partial<ReconciliationReport> | null
}

export async function findReconciliations(
  { drizzle }: Pool,
  ids: readonly string[],
): Promise<readonly ReconciliationRow[]> {
  return drizzle
    .select()
    .from(reconciliations)
    .where(inArray(reconciliations.id, [...ids]))
}

export async function lastReconciliation({ drizzle }: Pool): Promise<ReconciliationRow | undefined> {
  const [row] = await drizzle
    .select()
    .from(reconciliations)
    .where(isNotNull(reconciliations.finishedAt))
    .orderBy(desc(reconciliations.finishedAt))
    .limit(1)
  return row
}

/** What the database was last migrated to. */
export async function databaseVersion(pool: Pool): Promise<number | undefined> {
  const [row] = await pool.postgres<{ version: number }[]>`select drempel.schema_version() as version`
  return row?.version
}
