import { findActivation } from '../../db/activations.ts'
import type { Pool } from '../../db/client.ts'
import { cancelTasks, endJourney } from '../../db/journeys.ts'
import { activationCompleted } from '../../messages/activation-completed.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform } from '../journeys/story.ts'
import { signInUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'

/** Tells the mailbox that its account is active, and ends the journey: one transaction, guarded by seq. */
export async function completeActivation(
  deps: { readonly app: Pool; readonly sealing: SealingPort },
  act: Act,
): Promise<Answer> {
  return perform(deps, act, 'completeActivation', async (tx, journey) => {
    const invited = await findActivation(tx, journey.id)
    if (invited?.activation.status !== 'activated') return 'changed'
    if (!(await endJourney(tx, journey.id, { seq: act.seq, outcome: 'activated' }))) return 'changed'
    await cancelTasks(tx, journey.id)
    const sender = await senderOf(tx, invited.organisation)
    await queueMessage(tx, deps, sender, {
      template: activationCompleted,
      params: {
        signInUrl: signInUrl(sender.portal),
        activatedAt: invited.account.activatedAt ?? tx.now,
        username: sender.portal.identifier === 'username' ? invited.account.identifier : null,
      },
      to: invited.person,
      journey,
      key: 'activated',
    })
    return 'done'
  })
}
