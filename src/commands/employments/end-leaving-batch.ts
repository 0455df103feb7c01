import type { Pool } from '../../db/client.ts'
import { appendFact, cancelTasks, endJourney } from '../../db/journeys.ts'
import { countLeaversOf } from '../../db/leaving-batch-items.ts'
import { type LeavingBatchRow, moveLeavingBatch } from '../../db/leaving-batches.ts'
import { expiryOf } from '../../domain/employments/leaving-batch.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { leavingBatchOf } from './hold-leaving-batch.ts'

/** Every item was handled, or nobody started or resumed it in time: `done` or `expired`. */
export async function endLeavingBatch(deps: { readonly app: Pool }, act: Act): Promise<Answer> {
  return perform(deps, act, 'endLeavingBatch', async (tx, journey) => {
    const { batch } = await leavingBatchOf(tx, journey)
    const { left } = await countLeaversOf(tx, journey.id)
    const ending = endingOf(batch, { left, now: tx.now })
    if (ending === 'notYet' || ending.outcome !== act.key) return ending === 'notYet' ? ending : 'changed'
    const { outcome, fact } = ending
    if (!(await endJourney(tx, journey.id, { seq: act.seq, outcome }))) return 'changed'
    if (!(await moveLeavingBatch(tx, journey.id, { from: [batch.status], to: { status: outcome } }))) {
      throw new Error('a locked batch of leavers moved')
    }
    await cancelTasks(tx, journey.id)
    await appendFact(tx, journey, { fact, actor: storyOf(act), data: { left } })
    return 'done'
  })
}

type Seen = { readonly left: number; readonly now: Date }

function endingOf(batch: LeavingBatchRow, { left, now }: Seen) {
  const expiry = expiryOf(batch)
  if (expiry === null) return left > 0 ? 'notYet' : ({ outcome: 'done', fact: 'leavingBatchDone' } as const)
  return expiry > now ? 'notYet' : ({ outcome: 'expired', fact: 'expired' } as const)
}
