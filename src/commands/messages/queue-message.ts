import type { Tx } from '../../db/client.ts'
import { insertMessage } from '../../db/messages.ts'
import { firstServiceDesk, getPortal, type OrganisationRow } from '../../db/portals.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { composeMessage, type Outgoing, type Sender } from './compose-message.ts'

/** Queues a message in the transaction of the act that causes it. False when an earlier telling of that act queued it. */
export async function queueMessage<P>(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  sender: Sender,
  outgoing: Outgoing<P>,
): Promise<boolean> {
  return insertMessage(tx, composeMessage(deps, sender, outgoing))
}

/** Who speaks in the messages of an organisation; for those of the installation, the portal with its first desk. */
export async function senderOf(
  tx: Tx,
  organisation: Pick<OrganisationRow, 'name' | 'serviceDesk'> | null,
): Promise<Sender> {
  const portal = await getPortal(tx)
  if (organisation !== null) {
    return { portal, organisationName: organisation.name, serviceDesk: organisation.serviceDesk }
  }
  const serviceDesk = (await firstServiceDesk(tx)) ?? unknownDesk(portal.name, portal.mailFrom)
  return { portal, organisationName: portal.name, serviceDesk }
}

function unknownDesk(name: string, mail: string) {
  return { name, mail, phone: '-', hours: { nl: '-', en: '-' } }
}
