import { type Pool, reading } from '../../db/client.ts'
import { countBatch } from '../../db/document-batch-items.ts'
import { batchInstants } from '../../domain/documents/batch.ts'
import { type Sight, sightOf } from '../journeys/look.ts'
import { batchOf, calendarOf } from './hold-batch.ts'

export type BatchFactsSeen = {
  readonly closed: boolean
  /** How many items nobody has decided about whether to tell their people. */
  readonly waiting: number
  readonly told: number
  readonly unread: number
}

/** What the story of a batch sees: counts, whatever the batch is. Opening a document wakes nobody; it is counted here. */
export async function lookAtBatch(
  deps: { readonly app: Pool },
  { portalId, journeyId }: { readonly portalId: string; readonly journeyId: string },
): Promise<Sight<BatchFactsSeen>> {
  return reading(deps.app, portalId, async (tx) => {
    const held = await batchOf(tx, { id: journeyId })
    const { waiting, told, unread } = await countBatch(tx, journeyId)
    const { closedAt, reminded } = held.batch
    return sightOf(tx, {
      journey: held.journey,
      done: Array.from({ length: reminded }, (_, index) => `reminder-${index + 1}`),
      facts: { closed: closedAt !== null, waiting, told, unread },
      calendar: batchInstants(calendarOf(held)),
    })
  })
}
