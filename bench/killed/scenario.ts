import type { Client } from '@temporalio/client'
import type postgres from 'postgres'
import type { Drempel } from '../../src/compose.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { BenchPortal } from '../portals.ts'

export type Planning = {
  readonly drempel: Drempel
  readonly admin: postgres.Sql
  readonly portal: BenchPortal
  readonly size: number
}

/** How journeys are planned, and how each must end or rest. */
export type Scenario = {
  readonly work: string
  /** Plans so many journeys by the commands that clients call. Answers one that will rest. */
  plan(planning: Planning): Promise<{ readonly kind: string; readonly journeyId: string }>
  /** How many journeys must end up in each way: `status outcome waiting-for: message status, …`. */
  ways(size: number): readonly { readonly way: RegExp; readonly count: number }[]
}

/** A day comes, by a change from outside: whether or not a story has looked already. */
export async function hurry(
  { admin, portal: { portalId } }: Planning,
  journeyIds: readonly string[],
  bring: (tx: postgres.TransactionSql, ids: postgres.ArrayParameter<string[]>) => Promise<unknown>,
): Promise<void> {
  const ids = admin.array([...journeyIds], 2950)
  await admin.begin(async (tx) => {
    await tx`
      with raised as (
        update drempel.journeys set seq = seq + 1, touched_at = clock_timestamp()
        where portal_id = ${portalId} and id = any(${ids}) returning portal_id, id, seq)
      select drempel.wake(portal_id, id, seq)::text from raised`
    await bring(tx, ids)
  })
}

type Place = { readonly admin: postgres.Sql; readonly portal: BenchPortal }

export async function untilIdle({ admin, portal: { portalId } }: Place): Promise<void> {
  const busy = () => admin`
    select from drempel.wakeups where portal_id = ${portalId}
    union all select from drempel.messages where portal_id = ${portalId} and status = 'queued'
    union all (select from drempel.journeys where portal_id = ${portalId} and status = 'open' and rested_seq <> seq)
    limit 1`
  const patience = { withinMs: 1_800_000, everyMs: 100 }
  await eventually('every journey rests and every message is sent', async () => (await busy()).length === 0, patience)
}

/**
 * Each journey is told to where it must be, by one workflow; each message that it wrote is one the scenario expects, was
 * sent once, and nothing else arrived. Throws with all that is wrong. Answers how many messages were handed over again
 * under the same key, because a worker died over them.
 */
export async function assertRight(scenario: Scenario, { admin, portal, size, client }: Place & Asked): Promise<number> {
  const { portalId } = portal
  const found = await waysOf(admin, portalId)
  const wanted = scenario.ways(size)
  const problems = [
    ...found.flatMap(({ way, count }) => (wanted.some((one) => one.way.test(way)) ? [] : [`${count} × ${way}`])),
    ...wanted.flatMap(({ way, count }) => {
      const sum = found.filter((one) => way.test(one.way)).reduce((so, one) => so + one.count, 0)
      return sum === count ? [] : [`${sum} × ${way}, not ${count}`]
    }),
    ...(await strays(admin, portalId)),
    ...(await unwatched(client, admin, portalId)),
  ]
  if (problems.length > 0) throw new Error(`not as it must be:\n  ${problems.join('\n  ')}`)
  const [again] = await admin<{ count: number }[]>`
    select count(*)::integer from drempel.messages where portal_id = ${portalId} and attempts > 1`
  return again?.count ?? 0
}

type Asked = { readonly size: number; readonly client: Client }

async function waysOf(admin: postgres.Sql, portalId: string) {
  return admin<{ way: string; count: number }[]>`
    with told as (
      select journey_id, string_agg(key || ' ' || status, ', ' order by key) as messages
      from drempel.messages where portal_id = ${portalId} group by journey_id)
    select concat_ws(' ', status, outcome, waiting_for) || ': ' || coalesce(messages, '') as way, count(*)::integer
    from drempel.journeys left join told on told.journey_id = id where portal_id = ${portalId} group by way`
}

/**
 * Messages that were sent and did not arrive, or arrived and were not sent; and journeys that were begun anew or cannot go on.
 * One that is cancelled while a worker hands it over may arrive.
 */
async function strays(admin: postgres.Sql, portalId: string): Promise<readonly string[]> {
  const [row] = await admin<{ missing: number; stray: number; odd: number }[]>`
    select count(*) filter (where m.status = 'sent' and b.id is null)::integer as missing,
      count(*) filter (where b.id is not null and m.status <> 'sent'
        and not (m.status = 'cancelled' and m.handed_over_at is not null))::integer as stray,
      (select count(*)::integer from drempel.journeys
        where portal_id = ${portalId} and (stuck_at is not null or generation <> 1)) as odd
    from drempel.messages m left join drempel.mailbox b on b.portal_id = m.portal_id and b.id = m.id
    where m.portal_id = ${portalId}`
  const { missing = 0, stray = 0, odd = 0 } = row ?? {}
  return [
    ...(missing === 0 ? [] : [`${missing} messages were sent and did not arrive`]),
    ...(stray === 0 ? [] : [`${stray} messages arrived that were not sent`]),
    ...(odd === 0 ? [] : [`${odd} journeys are stuck or were begun anew`]),
  ]
}

/** Temporal's lists lag behind, so what they say at first proves nothing. */
async function unwatched(client: Client, admin: postgres.Sql, portalId: string): Promise<readonly string[]> {
  const [row] = await admin<{ open: number }[]>`
    select count(*)::integer as open from drempel.journeys where portal_id = ${portalId} and status = 'open'`
  const running = async () =>
    (await client.workflow.count(`DrempelPortalId = '${portalId}' and ExecutionStatus = 'Running'`)).count
  const isRight = async () => (await running()) === row?.open
  return eventually('as many workflows run as journeys are open', isRight, { withinMs: 30_000 }).then(
    () => [],
    async () => [`${await running()} workflows run for ${row?.open} open journeys`],
  )
}
