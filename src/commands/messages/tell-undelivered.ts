import { findActivation } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { type DeliveredMessage, findMessageFor } from '../../db/deliveries.ts'
import { lockJourney } from '../../db/journeys.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { reportContactProblem } from '../accounts/report-contact-problem.ts'

/** The message, with its journey locked before anything of it is touched. */
export async function lockForUndelivered(tx: Tx, messageId: string): Promise<DeliveredMessage | undefined> {
  const message = await findMessageFor(tx, messageId)
  if (message?.journeyId) await lockJourney(tx, message.journeyId)
  return message
}

type Undelivered = { readonly message: DeliveredMessage; readonly actor: Actor }

/**
 * Asks HR for another address or number where an invitation's message did not arrive: not where it was for somebody else
 * who hears of the journey, nor where the address was corrected since.
 */
export async function tellUndelivered(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { message, actor }: Undelivered,
): Promise<void> {
  const invited = message.journeyId === null ? undefined : await findActivation(tx, message.journeyId)
  if (invited?.activation.status !== 'invited') return
  const present = message.channel === 'mail' ? invited.person.email : invited.person.mobile
  if (present !== message.recipient) return
  await reportContactProblem(
    tx,
    deps,
    invited,
    message.channel === 'mail'
      ? { problem: 'MAIL_BOUNCED', fact: 'mailBounced', actor }
      : { problem: 'SMS_UNREACHABLE', fact: 'smsUndelivered', actor },
  )
}
