import type { Client } from '@temporalio/client'
import type { Pool } from '../db/client.ts'
import { type OpenJourney, underAdvisoryLock, wakeOverdue } from '../db/engine.ts'
import {
  beginReconciliation,
  behindJourneys,
  finishReconciliation,
  journeyStates,
  openJourneysAfter,
  type ReconciliationReport,
  raiseGeneration,
  stillSuspect,
  wakeAgain,
} from '../db/reconciliation.ts'
import { journeyKinds } from '../domain/journeys/journey.ts'
import { workflowId } from '../workflows/journey.contract.ts'
import type { Log } from './log.ts'
import { ensureNamespace } from './namespace.ts'
import { isNotFound, parseWorkflowId, runState } from './runs.ts'
import { ensureSchedules } from './schedules.ts'

export type ReconcileDeps = {
  readonly engine: Pool
  readonly log: Log
  readonly taskQueue: string
  readonly temporal: () => Client | undefined
  readonly graceSeconds: number
  readonly everySeconds: number
}

const reconcileLock = 7_300_002
const page = 500
/** How many journeys Temporal is asked about at a time. */
const atOnce = 20
// Whoever holds the lock and waits for ever keeps everybody else from reconciling.
const patienceMs = 10 * 60_000
const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * One turn: answers waiting requests, or the interval, in one process at a time. Triggered by the workers and never by
 * Temporal, which may be what was lost. Settles nothing while Temporal is away: then there is nothing to compare with.
 */
export async function reconcileWhenDue(deps: ReconcileDeps): Promise<number> {
  const client = deps.temporal()
  if (client === undefined) return 0
  await underAdvisoryLock(deps.engine, reconcileLock, async () => {
    const id = await beginReconciliation(deps.engine, deps.everySeconds)
    if (id === undefined) return
    const report = await client.withDeadline(Date.now() + patienceMs, () => reconcile(deps, client))
    await finishReconciliation(deps.engine, report)
    deps.log.info({ event: 'reconciliation.done', ...report })
  })
  return 0
}

/** Compares what is true with what is told: open journeys with running workflows, each suspect asked about by its id. */
async function reconcile(deps: ReconcileDeps, client: Client): Promise<ReconciliationReport> {
  await ensureNamespace(client)
  await ensureSchedules(client, deps.taskQueue)
  const running = await runningWorkflows(client)
  const missing = await mendMissing(deps, client, running)
  const overdue = await wakeOverdue(deps.engine, deps.graceSeconds)
  const behind = await behindJourneys(deps.engine, deps.graceSeconds)
  await Promise.all(behind.map((journey) => wakeAgain(deps.engine, journey)))
  const ended = await endStrays(deps, client, running)
  return {
    checked: missing.checked,
    started: missing.started,
    woken: overdue.length + behind.length,
    ended,
    unrepaired: missing.unrepaired,
  }
}

/** The list lags behind the truth by a moment; it only says whom to ask about. */
async function runningWorkflows(client: Client): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" })) ids.add(workflowId)
  return ids
}

async function mendMissing(deps: ReconcileDeps, client: Client, running: ReadonlySet<string>) {
  const found = { checked: 0, started: 0, unrepaired: [] as Unrepaired[] }
  for (let after = firstId; ; ) {
    const journeys = await openJourneysAfter(deps.engine, after, page)
    found.checked += journeys.length
    const missing = journeys.filter((journey) => !running.has(workflowId(journey.kind, journey)))
    const ids = missing.map((journey) => journey.journeyId)
    const suspects = await stillSuspect(deps.engine, ids, deps.graceSeconds)
    for (let at = 0; at < suspects.length; at += atOnce) {
      const mended = await Promise.all(suspects.slice(at, at + atOnce).map((suspect) => mend(deps, client, suspect)))
      found.started += mended.filter(({ code }) => code === 'STARTED').length
      found.unrepaired.push(...mended.filter(({ code }) => code === 'TEMPORAL_REFUSED'))
    }
    const last = journeys.at(-1)
    if (last === undefined || journeys.length < page) return found
    after = last.journeyId
  }
}

type Unrepaired = ReconciliationReport['unrepaired'][number]

/** Asks Temporal about one journey by its id, and starts its story again where none is told. */
async function mend(deps: ReconcileDeps, client: Client, journey: OpenJourney): Promise<Unrepaired> {
  const { journeyId } = journey
  try {
    const state = await runState(client, workflowId(journey.kind, journey))
    if (state === 'RUNNING') return { journeyId, code: 'RUNNING' }
    // A completed run of this id can never begin again: the journey was reopened behind its back, so it gets a new one.
    if (state === 'COMPLETED') await raiseGeneration(deps.engine, journey)
    else await wakeAgain(deps.engine, journey)
    return { journeyId, code: 'STARTED' }
  } catch (error) {
    deps.log.warn({ event: 'reconciliation.unrepaired', journeyId, error })
    return { journeyId, code: 'TEMPORAL_REFUSED' }
  }
}

/** Ends what runs but is no open journey's present generation, once nothing has touched that journey for the grace. */
async function endStrays(deps: ReconcileDeps, client: Client, running: ReadonlySet<string>): Promise<number> {
  const known: ReadonlySet<string> = new Set(journeyKinds)
  const told = [...running].flatMap((id) => parseWorkflowId(id) ?? []).filter(({ kind }) => known.has(kind))
  let ended = 0
  for (let at = 0; at < told.length; at += page) {
    const some = told.slice(at, at + page)
    const states = await journeyStates(
      deps.engine,
      some.map(({ journeyId }) => journeyId),
      deps.graceSeconds,
    )
    for (const run of some) {
      const state = states.get(run.journeyId)
      const isPresent = state?.open === true && state.generation === run.generation
      if (isPresent || state?.settled === false) continue
      if (await endRun(client, run.id)) ended++
    }
  }
  return ended
}

export async function endRun(client: Client, id: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(id).terminate('no open journey tells this story any more')
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}
