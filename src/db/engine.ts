import { sql } from 'drizzle-orm'
import type { Pool } from './client.ts'

/** Reads and wake-ups over all portals, by the role that sees ids and states alone. */

export type OpenJourney = {
  readonly portalId: string
  readonly journeyId: string
  readonly kind: string
  readonly generation: number
  readonly seq: number
}

// After a long loss everything may be overdue; nobody's command waits for the locks of all of it.
const atOnce = 500

/**
 * Wakes open journeys whose due instant passed this many seconds ago: raises seq and writes their wake-ups, some in each
 * transaction. Reconciliation calls it for what a lost timer forgot, the time machine for what it moved the clock to.
 */
export async function wakeOverdue(engine: Pool, graceSeconds: number): Promise<readonly string[]> {
  const woken: string[] = []
  for (;;) {
    const some = await wakeSomeOverdue(engine, graceSeconds)
    woken.push(...some)
    if (some.length < atOnce) return woken
  }
}

async function wakeSomeOverdue(engine: Pool, graceSeconds: number): Promise<readonly string[]> {
  const rows = await engine.drizzle.execute<{ id: string }>(sql`
    with due as (
      select portal_id, id from drempel.journeys
      where status = 'open' and stuck_at is null and rested_seq = seq
        and next_due_at <= drempel.now() - ${graceSeconds} * interval '1 second'
        and touched_at <= clock_timestamp() - ${graceSeconds} * interval '1 second'
      limit ${atOnce} for update skip locked
    ), raised as (
      update drempel.journeys j set seq = j.seq + 1, touched_at = clock_timestamp()
      from due where j.portal_id = due.portal_id and j.id = due.id
      returning j.portal_id, j.id, j.seq
    )
    select id, drempel.wake(portal_id, id, seq)::text from raised`)
  return rows.map((row) => row.id)
}

/** The first instant at which an open journey or recurring work falls due, up to and including a limit. */
export async function nextDueInstant(engine: Pool, limit: Date): Promise<Date | undefined> {
  const [row] = await engine.drizzle.execute<{ due: string | null }>(sql`
    select extract(epoch from min(due)) * 1000 as due from (
      select min(next_due_at) as due from drempel.journeys where status = 'open' and stuck_at is null
      union all select min(next_due_at) from drempel.recurring_work
    ) as instants where due <= ${limit.toISOString()}::timestamptz`)
  return row?.due == null ? undefined : new Date(Number(row.due))
}

/** What is on its way: wake-ups, messages to hand over, inquiries to answer, journeys that have not seen their last change, work now due. */
export async function whatIsBusy(engine: Pool): Promise<readonly string[]> {
  const rows = await engine.drizzle.execute<{ what: string }>(sql`
    select 'wake-up of ' || journey_id as what from drempel.wakeups
    union all select 'message ' || id from drempel.messages where status = 'queued'
    union all select 'inquiry ' || id from drempel.inquiries
    union all select kind || ' ' || id from drempel.journeys where status = 'open' and rested_seq <> seq
    union all select 'recurring ' || name from drempel.recurring_work where next_due_at <= drempel.now()
    limit 50`)
  return rows.map((row) => row.what)
}

export async function readClock(engine: Pool): Promise<Date> {
  const [row] = await engine.drizzle.execute<{ now: string }>(
    sql`select extract(epoch from drempel.now()) * 1000 as now`,
  )
  return new Date(Number(row?.now))
}

/** For work that must be done in one place at a time; undefined when another process holds the lock. */
export async function underAdvisoryLock<T>(engine: Pool, key: number, work: () => Promise<T>): Promise<T | undefined> {
  const connection = await engine.postgres.reserve()
  try {
    const [row] = await connection<{ locked: boolean }[]>`select pg_try_advisory_lock(${key}) as locked`
    if (row?.locked !== true) return undefined
    try {
      return await work()
    } finally {
      await connection`select pg_advisory_unlock(${key})`
    }
  } finally {
    connection.release()
  }
}
