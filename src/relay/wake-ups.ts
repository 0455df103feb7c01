import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import type { Pool } from '../db/client.ts'
import { claimWakeUps, settleWakeUp, type WakeUp } from '../db/wake-ups.ts'
import { type JourneyRef, wakeSignal, workflowId } from '../workflows/journey.contract.ts'
import type { Log } from './log.ts'
import { journeyAttributes } from './search-attributes.ts'
import { workflowTypeOf } from './workflow-types.ts'

export type WakeUpDeps = {
  readonly engine: Pool
  readonly log: Log
  readonly taskQueue: string
  /** Undefined while Temporal is away: then nothing is claimed, and the rows wait. */
  readonly temporal: () => Client | undefined
}

const batch = 64
// The driver itself would wait for ever for a server that takes a call and never answers it.
const patienceMs = 10_000

/**
 * One turn of the queue to Temporal: claim by lease, signalWithStart, delete at the same seq. What fails keeps its lease
 * and comes back when that runs out, later each time.
 */
export async function deliverWakeUps(deps: WakeUpDeps): Promise<number> {
  const client = deps.temporal()
  if (client === undefined) return 0
  const claimed = await claimWakeUps(deps.engine, batch)
  const settled = await Promise.all(claimed.map((wakeUp) => deliver(deps, client, wakeUp)))
  return settled.filter((ok) => ok).length
}

async function deliver(deps: WakeUpDeps, client: Client, wakeUp: WakeUp): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + patienceMs, () => wakeWorkflow(client, wakeUp, deps.taskQueue))
  } catch (error) {
    deps.log.warn({ event: 'wakeUp.failed', journeyId: wakeUp.journeyId, attempts: wakeUp.attempts, error })
    return false
  }
  await settleWakeUp(deps.engine, wakeUp)
  return true
}

/** Wakes the workflow of a journey's present generation, or starts it where there is none. */
async function wakeWorkflow(
  client: Client,
  journey: JourneyRef & { readonly kind: string },
  taskQueue: string,
): Promise<void> {
  const { portalId, journeyId, generation, kind } = journey
  const ref: JourneyRef = { portalId, journeyId, generation }
  try {
    await client.workflow.signalWithStart(workflowTypeOf(kind), {
      workflowId: workflowId(kind, ref),
      taskQueue,
      args: [ref],
      signal: wakeSignal,
      // A run that failed or was ended by hand may begin again; one that completed stays finished.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      typedSearchAttributes: journeyAttributes(ref),
      // A worker that was killed must not hold its journeys' first step for the default ten seconds.
      workflowTaskTimeout: '5s',
    })
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
}
