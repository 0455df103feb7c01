import type { Tx } from '../../db/client.ts'
import { findRecovery } from '../../db/recoveries.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Done, type Refusal, refuse } from '../execute.ts'
import { endFromOutside } from '../journeys/end-from-outside.ts'
import { holdJourney, readReason, type Withdraw } from '../journeys/hold-journey.ts'
import { mailRecoveryEnded } from './mail-recovery-ended.ts'
import { stopRecovery } from './stop-recovery.ts'

/** The desk stops what it started: the code no longer works, nobody can object any more, and the person is told. */
export async function withdrawRecovery(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { call, input }: { readonly call: Call; readonly input: Withdraw },
): Promise<Done<{ readonly journeyId: string }> | Refusal> {
  const journey = await holdJourney(tx, call, input, ['journeys.write', 'recovery.write', 'installation.write'])
  if ('refused' in journey) return journey
  const subject = { subjectId: journey.subjectId, journeyId: journey.id }
  const reason = readReason(input, tx.now)
  if ('refused' in reason) return { ...reason, ...subject }
  const held = await findRecovery(tx, journey.id)
  if (held === undefined) return refuse('NOT_FOUND')
  const stopped = { journeyId: journey.id, accountId: held.account.id, to: 'withdrawn' } as const
  if (!(await stopRecovery(tx, stopped))) return refuse('JOURNEY_ENDED', subject)
  await endFromOutside(tx, journey, { outcome: 'withdrawn', actor: call.actor, ...reason })
  await mailRecoveryEnded(tx, deps, held, 'WITHDRAWN')
  return { value: { journeyId: journey.id }, ...reason, ...subject }
}
