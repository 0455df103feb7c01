import { lockSubject } from '../../db/accounts.ts'
import type { Pool } from '../../db/client.ts'
import { appendFact, cancelTasks, cancelUnsent, endJourney } from '../../db/journeys.ts'
import { findRecovery, type RecoveryCase } from '../../db/recoveries.ts'
import { assertNever } from '../../domain/errors.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { mailRecoveryEnded } from './mail-recovery-ended.ts'
import { planOf } from './recovery-facts.ts'
import { stopRecovery } from './stop-recovery.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** Nobody approved, the code could not leave, or it was not used. The mail and the end are one transaction. */
export async function expireRecovery(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'expireRecovery', async (tx, journey) => {
    await lockSubject(tx, journey)
    const held = await findRecovery(tx, journey.id)
    const deadline = held && deadlineOf(held)
    if (held === undefined || deadline === null || deadline === undefined) return 'changed'
    if (deadline > tx.now) return 'notYet'
    if (!(await endJourney(tx, journey.id, { seq: act.seq, outcome: 'expired' }))) return 'changed'
    await stopRecovery(tx, { journeyId: journey.id, accountId: held.account.id, to: 'expired' })
    await cancelUnsent(tx, journey.id)
    await cancelTasks(tx, journey.id)
    await mailRecoveryEnded(tx, deps, held, 'EXPIRED')
    await appendFact(tx, journey, { fact: 'expired', actor: storyOf(act) })
    return 'done'
  })
}

/** What ends it as it stands now; null when it has ended. */
function deadlineOf(held: RecoveryCase): Date | null {
  const { approveBefore, issueBefore, endsAt } = planOf(held)
  switch (held.recovery.status) {
    case 'asked':
      return approveBefore
    case 'approved':
      return issueBefore
    case 'issued':
      return endsAt
    case 'recovered':
    case 'objected':
    case 'expired':
    case 'withdrawn':
      return null
    default:
      return assertNever(held.recovery.status)
  }
}
