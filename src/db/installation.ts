import { sql } from 'drizzle-orm'
import type { Pool } from './client.ts'
import type { Cause, ReconciliationReport } from './reconciliation.ts'

/** What operators and metrics see: counts, codes and instants over all portals, by the engine's role. */

export type Queue = { readonly length: number; readonly oldestAt: Date | null }

export type QueueState = { readonly wakeUps: Queue; readonly messages: Queue }

/** Queues run on machine time: how long something waits is not moved by the product's clock. */
export async function queueState(engine: Pool): Promise<QueueState> {
  const rows = await engine.postgres<{ queue: 'wakeUps' | 'messages'; length: number; oldest: Date | null }[]>`
    select 'wakeUps' as queue, count(*)::int as length, min(created_at) as oldest from drempel.wakeups
    union all
    select 'messages', count(*)::int, min(created_at) from drempel.messages where status = 'queued'`
  const of = (queue: string): Queue => {
    const row = rows.find((candidate) => candidate.queue === queue)
    return { length: row?.length ?? 0, oldestAt: row?.oldest ?? null }
  }
  return { wakeUps: of('wakeUps'), messages: of('messages') }
}

export type JourneyTrouble = { readonly stuck: number; readonly overdue: number }

/** Overdue: its instant passed over a minute ago and it has not stirred. */
export const overdue = sql`next_due_at < drempel.now() - interval '1 minute'`

export async function journeyTrouble(engine: Pool): Promise<JourneyTrouble> {
  const [row] = await engine.drizzle.execute<{ stuck: number; overdue: number }>(sql`
    select count(*) filter (where stuck_at is not null)::int as stuck,
      count(*) filter (where stuck_at is null and ${overdue})::int as overdue
    from drempel.journeys where status = 'open' and (stuck_at is not null or ${overdue})`)
  return { stuck: row?.stuck ?? 0, overdue: row?.overdue ?? 0 }
}

export type JourneyCount = { readonly kind: string; readonly status: string; readonly count: number }

/** The outcome is the status of an ended journey. */
export async function countJourneys(engine: Pool): Promise<readonly JourneyCount[]> {
  return engine.drizzle.execute<JourneyCount>(sql`
    select kind, case when status = 'open' and stuck_at is not null then 'stuck' when status = 'open' then 'open'
      else coalesce(outcome, 'ended') end as status, count(*)::int as count
    from drempel.journeys group by 1, 2`)
}

export type ReconciliationRow = {
  readonly id: string
  readonly cause: Cause
  readonly requestedAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly report: ReconciliationReport | null
}

const columns = (engine: Pool) => engine.postgres`
  id, cause, requested_at as "requestedAt", started_at as "startedAt", finished_at as "finishedAt", report`

export async function findReconciliations(engine: Pool, ids: readonly string[]): Promise<readonly ReconciliationRow[]> {
  return engine.postgres<ReconciliationRow[]>`
    select ${columns(engine)} from drempel.reconciliations where id = any(${[...ids]}::uuid[])`
}

export async function lastReconciliation(engine: Pool): Promise<ReconciliationRow | undefined> {
  const [row] = await engine.postgres<ReconciliationRow[]>`
    select ${columns(engine)} from drempel.reconciliations
    where finished_at is not null order by finished_at desc limit 1`
  return row
}

/** What the database was last migrated to; undefined for one that never was. */
export async function databaseVersion(pool: Pool): Promise<number | undefined> {
  const [row] = await pool.postgres<{ version: number }[]>`select drempel.schema_version() as version`
  return row?.version
}
