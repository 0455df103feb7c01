import { sql } from 'drizzle-orm'
import type { Pool } from './client.ts'
import type { OpenJourney } from './engine.ts'

export type ReconciliationReport = {
  readonly checked: number
  readonly started: number
  readonly woken: number
  readonly ended: number
  readonly unrepaired: readonly { readonly journeyId: string; readonly code: string }[]
}

const present = sql`portal_id as "portalId", id as "journeyId", kind, generation, seq`

/** Open journeys in the order of their ids, page by page: an installation may have a hundred thousand of them. */
export async function openJourneysAfter(engine: Pool, after: string, limit: number): Promise<readonly OpenJourney[]> {
  return engine.drizzle.execute<OpenJourney>(sql`
    select ${present} from drempel.journeys where status = 'open' and id > ${after} order by id limit ${limit}`)
}

/** Which of these are still suspect: open, of this generation, untouched for the grace, and without a wake-up on its way. */
export async function stillSuspect(
  engine: Pool,
  ids: readonly string[],
  graceSeconds: number,
): Promise<readonly OpenJourney[]> {
  if (ids.length === 0) return []
  return engine.drizzle.execute<OpenJourney>(sql`
    select ${present} from drempel.journeys j
    where id = any(${sql.param(ids)}::uuid[]) and status = 'open'
      and touched_at < clock_timestamp() - ${graceSeconds} * interval '1 second'
      and not exists (select from drempel.wakeups w where w.portal_id = j.portal_id and w.journey_id = j.id)`)
}

/** Open journeys that have not seen their last change for longer than the grace, though nothing is on its way to them. */
export async function behindJourneys(engine: Pool, graceSeconds: number): Promise<readonly OpenJourney[]> {
  return engine.drizzle.execute<OpenJourney>(sql`
    select ${present} from drempel.journeys j
    where status = 'open' and rested_seq <> seq and stuck_at is null
      and touched_at < clock_timestamp() - ${graceSeconds} * interval '1 second'
      and not exists (select from drempel.wakeups w where w.portal_id = j.portal_id and w.journey_id = j.id)
    limit 1000`)
}

/** Writes the wake-up again, without a change of the journey: for a story that is missing, or has not heard. */
export async function wakeAgain(engine: Pool, journey: OpenJourney): Promise<void> {
  await engine.drizzle.execute(sql`select drempel.wake(${journey.portalId}, ${journey.journeyId}, ${journey.seq})`)
}

/**
 * The next generation and its wake-up in one transaction, before the old run is ended: a crash in between leaves two runs,
 * of which the older fences itself off. False when somebody else was first.
 */
export async function raiseGeneration(engine: Pool, journey: OpenJourney): Promise<boolean> {
  const rows = await engine.drizzle.execute(sql`
    with raised as (
      update drempel.journeys set generation = generation + 1, seq = seq + 1, touched_at = clock_timestamp()
      where portal_id = ${journey.portalId} and id = ${journey.journeyId} and generation = ${journey.generation} and status = 'open'
      returning portal_id, id, seq, generation
    ), noted as (
      insert into drempel.audit (portal_id, actor_kind, act, journey_id, code, correlation_id)
      select portal_id, 'installation', 'generationRaise', id, 'DONE', id || '/' || generation from raised
    )
    select drempel.wake(portal_id, id, seq)::text from raised`)
  return rows.length === 1
}

export type JourneyState = {
  readonly journeyId: string
  readonly generation: number
  readonly open: boolean
  readonly settled: boolean
}

/** What became of journeys whose workflows still run; settled when nothing has touched them for the grace. */
export async function journeyStates(
  engine: Pool,
  ids: readonly string[],
  graceSeconds: number,
): Promise<ReadonlyMap<string, JourneyState>> {
  const rows = await engine.drizzle.execute<JourneyState>(sql`
    select id as "journeyId", generation, status = 'open' as open,
      touched_at < clock_timestamp() - ${graceSeconds} * interval '1 second' as settled
    from drempel.journeys where id = any(${sql.param(ids)}::uuid[])`)
  return new Map(rows.map((row) => [row.journeyId, row]))
}

export type Cause = 'operator' | 'interval' | 'command'

/** Takes the requests that wait, or begins one of its own; undefined when the last one is recent enough. */
export async function beginReconciliation(engine: Pool, everySeconds: number): Promise<string | undefined> {
  const [row] = await engine.drizzle.execute<{ id: string }>(sql`
    with waiting as (
      update drempel.reconciliations set started_at = clock_timestamp() where finished_at is null returning id
    ), own as (
      insert into drempel.reconciliations (cause, started_at)
      select 'interval', clock_timestamp()
      where not exists (select from waiting)
        and not exists (
          select from drempel.reconciliations
          where finished_at > clock_timestamp() - ${everySeconds} * interval '1 second'
        )
      returning id
    )
    select id from waiting union all select id from own limit 1`)
  return row?.id
}

/** One report answers everybody who asked before it began. Old reports of the interval are dropped. */
export async function finishReconciliation(engine: Pool, report: ReconciliationReport): Promise<void> {
  await engine.drizzle.execute(sql`
    update drempel.reconciliations set finished_at = clock_timestamp(), report = ${JSON.stringify(report)}::jsonb
    where started_at is not null and finished_at is null`)
  await engine.drizzle.execute(sql`
    delete from drempel.reconciliations
    where cause = 'interval' and finished_at < clock_timestamp() - interval '1 day'`)
}

export async function requestReconciliation(engine: Pool, cause: Cause): Promise<string> {
  const [row] = await engine.drizzle.execute<{ id: string }>(sql`
    insert into drempel.reconciliations (cause) values (${cause}) returning id`)
  await engine.drizzle.execute(sql`select pg_notify('drempel_reconcile', '')`)
  if (row === undefined) throw new Error('the request was not written')
  return row.id
}

export async function reconciliationReport(engine: Pool, id: string): Promise<ReconciliationReport | undefined> {
  const [row] = await engine.drizzle.execute<{ report: ReconciliationReport | null }>(sql`
    select report from drempel.reconciliations where id = ${id}`)
  return row?.report ?? undefined
}
