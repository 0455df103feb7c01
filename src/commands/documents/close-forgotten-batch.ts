import type { Pool } from '../../db/client.ts'
import { countBatch } from '../../db/document-batch-items.ts'
import { closeBatchRow } from '../../db/document-batches.ts'
import { appendFact } from '../../db/journeys.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { renewItems } from './batch-items.ts'
import { batchOf, calendarOf } from './hold-batch.ts'

/** Nothing came in for so long that nobody will close it any more. */
export async function closeForgottenBatch(deps: { readonly app: Pool }, act: Act): Promise<Answer> {
  return perform(deps, act, 'closeForgottenBatch', async (tx, journey) => {
    const held = await batchOf(tx, journey)
    if (held.batch.closedAt !== null) return 'changed'
    if (calendarOf(held).closeAt > tx.now) return 'notYet'
    await renewItems(tx, journey.id)
    await closeBatchRow(tx, journey.id)
    const { items, refused } = await countBatch(tx, journey.id)
    await appendFact(tx, journey, { fact: 'batchClosed', actor: storyOf(act), data: { items, refused } })
    return 'done'
  })
}
