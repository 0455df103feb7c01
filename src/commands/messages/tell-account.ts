import type { Tx } from '../../db/client.ts'
import { organisationOf } from '../../db/grants.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { Outgoing, Sender } from './compose-message.ts'
import { queueMessage, senderOf } from './queue-message.ts'

type Deps = { readonly sealing: SealingPort }

/** Who speaks to somebody outside any journey: their organisation, or the portal itself. */
async function senderTo(tx: Tx, accountId: string): Promise<Sender> {
  return senderOf(tx, (await organisationOf(tx, accountId)) ?? null)
}

/** Tells somebody something about their own account, outside any journey. */
export async function tellAccount<P>(
  tx: Tx,
  deps: Deps,
  { account, person }: AccountOwner,
  outgoing: (sender: Sender) => Omit<Outgoing<P>, 'to' | 'journey'>,
): Promise<void> {
  const sender = await senderTo(tx, account.id)
  await queueMessage(tx, deps, sender, { ...outgoing(sender), to: person, journey: null })
}
