import type { Tx } from '../../db/client.ts'
import { appendFact, cancelUnsent, type JourneyRow, lockOpenJourneyOf, raiseJourney } from '../../db/journeys.ts'
import { findRecovery, recoverRecovery } from '../../db/recoveries.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Applying, applyRecovered } from './apply-recovered.ts'
import { recoverySecrets } from './stop-recovery.ts'

/** The recovery of an account that is under way, locked; undefined where none is. Called before the account is locked. */
export async function lockOpenRecovery(tx: Tx, accountId: string): Promise<JourneyRow | undefined> {
  return lockOpenJourneyOf(tx, { subjectId: accountId, kind: 'account-recovery' })
}

/**
 * The sign-in with the code is complete: from here on nobody can object any more, and what the recovery brought counts. False
 * when it was noted before, or the recovery was stopped, which also ends the sign-in. Journey and account must be locked, in
 * that order.
 */
export async function noteRecovered(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  journey: JourneyRow,
  applying: Applying,
): Promise<boolean> {
  const held = await findRecovery(tx, journey.id)
  if (held === undefined || !(await recoverRecovery(tx, journey.id))) return false
  await supersedeSecrets(tx, held.recovery.accountId, recoverySecrets)
  await cancelUnsent(tx, journey.id)
  await appendFact(tx, journey, { fact: 'recovered', actor: applying.actor })
  await applyRecovered(tx, deps, held, applying)
  await raiseJourney(tx, journey)
  return true
}
