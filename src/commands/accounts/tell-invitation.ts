import { findActivation } from '../../db/activations.ts'
import type { Pool } from '../../db/client.ts'
import { wasInvited } from '../../db/messages.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { calendarOf } from './activation-links.ts'
import { inviteNow, type LinkDeps } from './invite-now.ts'

/** The story sends the invitation when its day has come. */
export async function tellInvitation(deps: LinkDeps & { readonly app: Pool }, act: Act): Promise<Answer> {
  return perform(deps, act, 'tellInvitation', async (tx, journey) => {
    const invited = await findActivation(tx, journey.id)
    if (invited?.activation.status !== 'invited') return 'changed'
    if (calendarOf(invited).inviteAt > tx.now) return 'notYet'
    await inviteNow(tx, deps, invited, { actor: storyOf(act), renewed: await wasInvited(tx, journey.id) })
    return 'done'
  })
}
