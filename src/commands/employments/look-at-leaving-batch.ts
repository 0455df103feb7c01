import { type Pool, reading } from '../../db/client.ts'
import { countLeaversOf } from '../../db/leaving-batch-items.ts'
import { expiryOf, waits } from '../../domain/employments/leaving-batch.ts'
import { type Sight, sightOf } from '../journeys/look.ts'
import { leavingBatchOf } from './hold-leaving-batch.ts'

export type LeavingBatchFactsSeen = {
  /** For somebody who starts or resumes it. */
  readonly waits: boolean
  /** How many items nobody has handled. */
  readonly left: number
}

/** What the story of a batch of leavers sees: a count, whatever the batch is. */
export async function lookAtLeavingBatch(
  deps: { readonly app: Pool },
  { portalId, journeyId }: { readonly portalId: string; readonly journeyId: string },
): Promise<Sight<LeavingBatchFactsSeen>> {
  return reading(deps.app, portalId, async (tx) => {
    const { journey, batch } = await leavingBatchOf(tx, { id: journeyId })
    const { left } = await countLeaversOf(tx, journeyId)
    const expiry = expiryOf(batch)
    return sightOf(tx, {
      journey,
      done: [],
      facts: { waits: waits(batch), left },
      calendar: expiry === null ? {} : { expiry: expiry.getTime() },
    })
  })
}
