import type { Pool } from '../../db/client.ts'
import { cancelTasks, cancelUnsent, endJourney } from '../../db/journeys.ts'
import { findRecovery } from '../../db/recoveries.ts'
import { recoveryCompleted } from '../../messages/recovery-completed.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform } from '../journeys/story.ts'
import { signInUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'

/** Tells the person that their access is restored, and ends the journey: one transaction, guarded by seq. */
export async function completeRecovery(
  deps: { readonly app: Pool; readonly sealing: SealingPort },
  act: Act,
): Promise<Answer> {
  return perform(deps, act, 'completeRecovery', async (tx, journey) => {
    const held = await findRecovery(tx, journey.id)
    if (held?.recovery.status !== 'recovered') return 'changed'
    if (!(await endJourney(tx, journey.id, { seq: act.seq, outcome: 'recovered' }))) return 'changed'
    await cancelUnsent(tx, journey.id)
    await cancelTasks(tx, journey.id)
    const sender = await senderOf(tx, held.organisation)
    await queueMessage(tx, deps, sender, {
      template: recoveryCompleted,
      params: { completedAt: held.recovery.recoveredAt ?? tx.now, signInUrl: signInUrl(sender.portal) },
      to: held.person,
      journey,
      key: 'recovered',
    })
    return 'done'
  })
}
