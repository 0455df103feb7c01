import { findActivation, moveActivation } from '../../db/activations.ts'
import type { Pool } from '../../db/client.ts'
import { endGrantsOfJourney } from '../../db/grants.ts'
import { appendFact, cancelTasks, cancelUnsent, endJourney } from '../../db/journeys.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { calendarOf } from './activation-links.ts'

/** The last act of an invitation nobody took up: the end of the journey and of the access it gave, in one transaction. */
export async function expireInvitation(deps: { readonly app: Pool }, act: Act): Promise<Answer> {
  return perform(deps, act, 'expireInvitation', async (tx, journey) => {
    const invited = await findActivation(tx, journey.id)
    if (invited?.activation.status !== 'invited') return 'changed'
    if (calendarOf(invited).expiresAt > tx.now) return 'notYet'
    if (!(await endJourney(tx, journey.id, { seq: act.seq, outcome: 'expired' }))) return 'changed'
    await moveActivation(tx, journey.id, { from: 'invited', to: 'expired' })
    await endGrantsOfJourney(tx, journey.id, { actor: storyOf(act), reason: 'EXPIRED' })
    await cancelUnsent(tx, journey.id)
    await cancelTasks(tx, journey.id)
    await appendFact(tx, journey, { fact: 'expired', actor: storyOf(act) })
    return 'done'
  })
}
