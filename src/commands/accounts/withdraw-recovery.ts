import { supersedeBackupCodes } from '../../db/backup-codes.ts'
import type { Tx } from '../../db/client.ts'
import { findJourneyCase } from '../../db/journey-cases.ts'
import { endRecovery } from '../../db/recoveries.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import { recoveryEnded } from '../../messages/recovery-ended.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Done, type Refusal, refuse } from '../execute.ts'
import { endWithdrawn } from '../journeys/end-withdrawn.ts'
import { holdJourney, readReason, type Withdraw } from '../journeys/hold-journey.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'

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
  if (!(await endRecovery(tx, journey.id, 'withdrawn'))) return refuse('JOURNEY_ENDED', subject)
  await supersedeSecrets(tx, journey.subjectId, ['recovery-objection'])
  await supersedeBackupCodes(tx, journey.subjectId, journey.id)
  await endWithdrawn(tx, journey, { actor: call.actor, ...reason })
  const told = await findJourneyCase(tx, journey.id)
  if (told === undefined) throw new Error('a locked journey is gone')
  await queueMessage(tx, deps, await senderOf(tx, told.organisation), {
    template: recoveryEnded,
    params: { outcome: 'WITHDRAWN', endedAt: tx.now },
    to: told.person,
    journey,
    key: 'withdrawn',
  })
  return { value: { journeyId: journey.id }, ...reason, ...subject }
}
