import type { ActivationCase } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { countKeys, hasKey, wasInvited } from '../../db/messages.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { planKey } from '../../domain/journeys/journey.ts'
import { contactCorrected } from '../../messages/contact-corrected.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import { calendarOf, mintLink } from './activation-links.ts'
import { inviteNow, type LinkDeps } from './invite-now.ts'

/**
 * The person can go on: a fresh link in the mailbox. Nothing while the invitation's day is still to come; and where the
 * story was kept from inviting since that day, the invitation itself.
 */
export async function tellContactCorrected(
  tx: Tx,
  deps: LinkDeps,
  invited: ActivationCase,
  actor: Actor,
): Promise<void> {
  const { journey, person } = invited
  const { inviteAt, expiresAt } = calendarOf(invited)
  if (inviteAt > tx.now || expiresAt <= tx.now || person.mobile === null || person.emailStatus === 'bounced') return
  if (!(await hasKey(tx, journey.id, planKey(journey.plan, 'invitation')))) {
    return inviteNow(tx, deps, invited, { actor, renewed: await wasInvited(tx, journey.id) })
  }
  const sender = await senderOf(tx, invited.organisation)
  const number = (await countKeys(tx, journey.id, planKey(journey.plan, 'contact-corrected-'))) + 1
  await queueMessage(tx, deps, sender, {
    template: contactCorrected,
    params: { validUntil: expiresAt, numberEnding: person.mobile.slice(-2) },
    to: person,
    journey,
    key: `contact-corrected-${number}`,
    secret: await mintLink(tx, deps, invited, sender.portal),
    sendBefore: expiresAt,
  })
}
