import type { Tx } from '../../db/client.ts'
import { insertMessage } from '../../db/messages.ts'
import type { OffboardingCase } from '../../db/offboardings.ts'
import { leavingCancelled } from '../../messages/leaving-cancelled.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { composeMessage } from '../messages/compose-message.ts'
import { signInUrl } from '../messages/links.ts'
import { senderOf } from '../messages/queue-message.ts'

/** Tells whoever was to leave that nothing of it counts any more. It is of no plan: the journey has ended with this. */
export async function tellCancelled(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { journey, person, organisation }: OffboardingCase,
  startsOn: string | null,
): Promise<void> {
  const sender = await senderOf(tx, organisation)
  const message = composeMessage(deps, sender, {
    template: leavingCancelled,
    params: { startsOn, signInUrl: signInUrl(sender.portal) },
    to: person,
    journey,
    key: 'cancelled',
  })
  await insertMessage(tx, message)
}
