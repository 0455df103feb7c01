import type { Client } from '@temporalio/client'
import { type ReplayResult, Worker, type WorkflowBundle } from '@temporalio/worker'
import type { Pool } from '../db/client.ts'
import type { OpenJourney } from '../db/engine.ts'
import { openJourneysAfter, raiseGeneration } from '../db/reconciliation.ts'
import { workflowId } from '../workflows/journey.contract.ts'
import type { Log } from './log.ts'
import { endRun } from './reconcile.ts'
import { isNotFound } from './runs.ts'

export type GateDeps = {
  readonly engine: Pool
  readonly log: Log
  readonly client: Client
  readonly bundle: WorkflowBundle
}

export type GateReport = {
  readonly replayed: number
  /** Open journeys whose history the new code would tell differently. */
  readonly unfit: readonly OpenJourney[]
  readonly restarted: number
}

const page = 200
const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * Replays the history of every open journey against this code's workflows, before it is deployed. Told to restart, it
 * starts those that no longer fit under their next generation: stories can be told again, so nothing is lost.
 */
export async function gate(deps: GateDeps, { restart }: { restart: boolean }): Promise<GateReport> {
  const unfit: OpenJourney[] = []
  let replayed = 0
  for (let after = firstId; ; ) {
    const journeys = await openJourneysAfter(deps.engine, after, page)
    const judged = await judge(deps, journeys)
    replayed += judged.replayed
    unfit.push(...judged.unfit)
    const last = journeys.at(-1)
    if (last === undefined || journeys.length < page) break
    after = last.journeyId
  }
  let restarted = 0
  if (restart) for (const journey of unfit) restarted += Number(await restartJourney(deps, journey))
  return { replayed, unfit, restarted }
}

async function judge(deps: GateDeps, journeys: readonly OpenJourney[]): Promise<Omit<GateReport, 'restarted'>> {
  const present = new Map(journeys.map((journey) => [workflowId(journey.kind, journey), journey]))
  const unfit: OpenJourney[] = []
  let replayed = 0
  for await (const { workflowId: id, error } of replay(deps, [...present.keys()])) {
    replayed++
    const journey = present.get(id)
    if (error === undefined || journey === undefined) continue
    unfit.push(journey)
    deps.log.warn({ event: 'gate.unfit', journeyId: journey.journeyId, error })
  }
  return { replayed, unfit }
}

/** The new generation first, then the end of the old run: a crash in between heals by itself. */
async function restartJourney(deps: GateDeps, journey: OpenJourney): Promise<boolean> {
  const raised = await raiseGeneration(deps.engine, journey)
  if (raised) await endRun(deps.client, workflowId(journey.kind, journey))
  return raised
}

function replay({ client, bundle }: GateDeps, ids: readonly string[]): AsyncIterableIterator<ReplayResult> {
  return Worker.runReplayHistories({ workflowBundle: bundle }, histories(client, ids))
}

/** Journeys that Temporal has not heard of yet have no history to fit. */
async function* histories(client: Client, ids: readonly string[]) {
  for (const id of ids) {
    try {
      yield { workflowId: id, history: await client.workflow.getHandle(id).fetchHistory() }
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
}
