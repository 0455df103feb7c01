import { lockSubject } from '../../db/accounts.ts'
import { type Pool, reading } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { hasKey } from '../../db/messages.ts'
import { findRecovery, issueRecovery } from '../../db/recoveries.ts'
import { isIssuable } from '../../domain/accounts/recovery.ts'
import { planKey } from '../../domain/journeys/journey.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { drawBackupCodes } from './draw-backup-codes.ts'
import type { LinkDeps } from './invite-now.ts'
import { canBeReached, planOf } from './recovery-facts.ts'
import { sendIssued } from './send-issued.ts'

type Deps = LinkDeps & { readonly app: Pool; readonly hashing: HashingPort }

/**
 * The waiting time is over: the code is made and leaves for the address at which the person was told, or for the private one.
 * It is drawn and hashed before the transaction; nobody but the mail ever holds it.
 */
export async function issueRecoveryCode(deps: Deps, act: Act): Promise<Answer> {
  const isDone = await reading(deps.app, act.portalId, (tx) => hasKey(tx, act.journeyId, planKey(act.plan, act.key)))
  if (isDone) return 'done'
  const drawn = await drawBackupCodes(deps, { count: 1 })
  return perform(deps, act, 'issueRecoveryCode', async (tx, journey) => {
    await lockSubject(tx, journey)
    const held = await findRecovery(tx, journey.id)
    if (held?.recovery.status !== 'approved') return 'changed'
    const plan = planOf(held)
    if (plan.issueAt === null || plan.issueAt > tx.now) return 'notYet'
    if (!isIssuable(plan, await canBeReached(tx, held), tx.now)) return 'changed'
    if (!(await issueRecovery(tx, journey.id))) throw new Error('a locked recovery moved')
    await sendIssued(tx, deps, held, { key: act.key, drawn })
    await appendFact(tx, journey, { fact: 'recoveryCodeSent', actor: storyOf(act) })
    return 'done'
  })
}
