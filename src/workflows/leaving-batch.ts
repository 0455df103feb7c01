import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { JourneyRef } from './journey.contract.ts'
import type { LeavingBatchActivities } from './leaving-batch.contract.ts'
import { actOptions, lookOptions } from './steps/options.ts'
import { tell } from './steps/tell.ts'

const { lookAtLeavingBatch } = proxyLocalActivities<LeavingBatchActivities>(lookOptions)
const { planLeavingChunk, endLeavingBatch } = proxyActivities<LeavingBatchActivities>(actOptions)

/**
 * A list of people who leave is handed in, looked at, and carried out (docs/journeys/leaving-batch.md).
 *
 * States    gathering → running → done; running ⇄ halted; gathering | halted → expired. Withdrawing ends the journey from
 *           outside.
 * Instants  expiry, while it waits.
 * Waits     for somebody to start it, and to resume it where the brake has halted it.
 *
 * Each act plans a hundred people and looks at the brake in the same transaction: whether the story may go on is a fact that
 * the next look finds.
 */
export async function leavingBatch(ref: JourneyRef): Promise<string> {
  return tell(ref, lookAtLeavingBatch, async ({ act, until, holds, end }) => {
    for (;;) {
      const goesOn = await until(({ waits }) => !waits, { before: 'expiry', waitingFor: () => 'HR' })
      if (!goesOn) return end('expired', endLeavingBatch)
      if (await holds(({ left }) => left === 0)) return end('done', endLeavingBatch)
      await act('planned', planLeavingChunk)
    }
  })
}
