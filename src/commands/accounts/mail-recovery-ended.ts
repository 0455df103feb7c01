import type { Tx } from '../../db/client.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import { recoveryEnded } from '../../messages/recovery-ended.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'

/** Whoever was told that a recovery began is told that nothing came of it. */
export async function mailRecoveryEnded(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { journey, organisation, person }: RecoveryCase,
  outcome: 'OBJECTED' | 'WITHDRAWN' | 'EXPIRED',
): Promise<void> {
  await queueMessage(tx, deps, await senderOf(tx, organisation), {
    template: recoveryEnded,
    params: { outcome, endedAt: tx.now },
    to: person,
    journey,
    key: outcome.toLowerCase(),
  })
}
