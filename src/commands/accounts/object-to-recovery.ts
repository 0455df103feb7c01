import type { Pool, Tx } from '../../db/client.ts'
import { referenceOf } from '../../db/journey-cases.ts'
import { appendFact, cancelTasks, cancelUnsent, raiseJourney } from '../../db/journeys.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { openTask } from '../journeys/open-task.ts'
import { endTrust } from './end-trust.ts'
import { mailRecoveryEnded } from './mail-recovery-ended.ts'
import { holdObjection } from './recovery-token.ts'
import { stopRecovery } from './stop-recovery.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/**
 * "I did not ask for this": stops a recovery at any moment before its end, also while somebody signs in with the code.
 * Whoever holds the journey's lock first wins, and the other is told.
 */
export async function objectToRecovery(
  deps: Deps,
  call: Call,
  { token }: { readonly token: string },
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'recoveryObject', async (tx) => {
    const held = await holdObjection(tx, token)
    if ('refused' in held) return held
    const { journey, account } = held
    const subject = { subjectId: account.id, journeyId: journey.id }
    const stopped = { journeyId: journey.id, accountId: account.id, to: 'objected' } as const
    if (!(await stopRecovery(tx, stopped))) return refuse('RECOVERY_ENDED', subject)
    // Whoever stands behind the recovery may have got further than is known here.
    await endTrust(tx, account.id, { reason: 'REVOKED' })
    await end(tx, deps, held, call.actor)
    return { value: { journeyId: journey.id }, ...subject }
  })
}

async function end(tx: Tx, deps: Deps, held: RecoveryCase, actor: Actor): Promise<void> {
  const { journey } = held
  await cancelUnsent(tx, journey.id)
  await cancelTasks(tx, journey.id)
  await appendFact(tx, journey, { fact: 'objected', actor })
  const ended = { status: 'ended', outcome: 'objected', endedAt: tx.now, waitingFor: null, nextDueAt: null } as const
  await raiseJourney(tx, journey, { ...ended, stuckAt: null, stuckCode: null })
  const about = { ...held, concerns: await referenceOf(tx, journey) }
  await openTask(tx, deps, about, { kind: 'LOOK_INTO_OBJECTION', dueAt: null, role: 'SERVICE_DESK' })
  await mailRecoveryEnded(tx, deps, held, 'OBJECTED')
}
