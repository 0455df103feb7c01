import type { ActivationCase } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { activationInvitation } from '../../messages/activation-invitation.ts'
import { activationRenewed } from '../../messages/activation-renewed.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import { calendarOf, mintLink, pinNeeded } from './activation-links.ts'
import { dayToCome } from './invitation-setting.ts'

export type LinkDeps = { readonly random: RandomPort; readonly sealing: SealingPort }

/**
 * Sends the invitation of the present plan. renewed: an earlier link may be in the mailbox, so the mail says which works.
 */
export async function inviteNow(
  tx: Tx,
  deps: LinkDeps,
  invited: ActivationCase,
  { actor, renewed }: { actor: Actor; renewed: boolean },
): Promise<void> {
  const { journey, person, activation } = invited
  const sender = await senderOf(tx, invited.organisation)
  const validUntil = calendarOf(invited).expiresAt
  const secret = await mintLink(tx, deps, invited, sender.portal)
  const common = { to: person, journey, key: 'invitation', secret, sendBefore: validUntil }
  await (renewed
    ? queueMessage(tx, deps, sender, { ...common, template: activationRenewed, params: { validUntil } })
    : queueMessage(tx, deps, sender, {
        ...common,
        template: activationInvitation,
        params: { validUntil, startsOn: dayToCome(tx, activation.startsOn), pinBySms: pinNeeded(invited) },
      }))
  await appendFact(tx, journey, { fact: 'invitationSent', actor })
}
