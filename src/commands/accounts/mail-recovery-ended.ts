import type { Tx } from '../../db/client.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import { recoveryEnded } from '../../messages/recovery-ended.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import { atCodeAddress } from './recovery-facts.ts'

/** Whoever was told that a recovery began is told that nothing came of it, and whoever got a code that it is dead. */
export async function mailRecoveryEnded(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  held: RecoveryCase,
  outcome: 'OBJECTED' | 'WITHDRAWN' | 'EXPIRED',
): Promise<void> {
  const { journey, organisation, person, recovery } = held
  const sender = await senderOf(tx, organisation)
  const told = { template: recoveryEnded, params: { outcome, endedAt: tx.now }, journey }
  const key = outcome.toLowerCase()
  await queueMessage(tx, deps, sender, { ...told, to: person, key })
  if (recovery.privateEmail === null || recovery.issuedAt === null) return
  await queueMessage(tx, deps, sender, { ...told, to: atCodeAddress(held), key: `${key}-elsewhere` })
}
