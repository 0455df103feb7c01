import type { Pool } from '../../db/client.ts'
import { countBatch } from '../../db/document-batch-items.ts'
import { appendFact, cancelTasks, endJourney } from '../../db/journeys.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { batchOf, calendarOf } from './hold-batch.ts'

/** Everything was opened, or the days of reminding are over. Mails that wait for their turn still leave. */
export async function endBatch(deps: { readonly app: Pool }, act: Act): Promise<Answer> {
  return perform(deps, act, 'endBatch', async (tx, journey) => {
    const { endAt } = calendarOf(await batchOf(tx, journey))
    const { waiting, told, unread } = await countBatch(tx, journey.id)
    if (endAt === null || waiting > 0) return 'changed'
    if (unread > 0 && endAt > tx.now) return 'notYet'
    const outcome = told > 0 && unread === 0 ? 'opened' : 'told'
    if (act.key !== outcome) return 'changed'
    if (!(await endJourney(tx, journey.id, { seq: act.seq, outcome }))) return 'changed'
    await cancelTasks(tx, journey.id)
    await appendFact(tx, journey, { fact: outcome === 'opened' ? 'allOpened' : 'reminded', actor: storyOf(act) })
    return 'done'
  })
}
