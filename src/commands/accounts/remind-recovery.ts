import type { Pool } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { findRecovery } from '../../db/recoveries.ts'
import { recoveryReminder } from '../../messages/recovery-reminder.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { signInUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import { atCodeAddress, planOf } from './recovery-facts.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** Half-way through the life of a code that was not used. The code itself is not repeated. */
export async function remindRecovery(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'remindRecovery', async (tx, journey) => {
    const held = await findRecovery(tx, journey.id)
    if (held?.recovery.status !== 'issued') return 'changed'
    const { remindAt, expiresAt } = planOf(held)
    if (remindAt === null || expiresAt === null || expiresAt <= tx.now) return 'changed'
    if (remindAt > tx.now) return 'notYet'
    const sender = await senderOf(tx, held.organisation)
    await queueMessage(tx, deps, sender, {
      template: recoveryReminder,
      params: { validUntil: expiresAt, isLink: held.recovery.pinMobile !== null, signInUrl: signInUrl(sender.portal) },
      to: atCodeAddress(held),
      journey,
      key: act.key,
      sendBefore: expiresAt,
    })
    await appendFact(tx, journey, { fact: 'reminderSent', actor: storyOf(act), data: { number: 1 } })
    return 'done'
  })
}
