import type { Tx } from '../../db/client.ts'
import { appendFact, cancelUnsent, type JourneyRow, lockOpenJourneyOf, raiseJourney } from '../../db/journeys.ts'
import { recoverRecovery } from '../../db/recoveries.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import type { Actor } from '../../domain/accounts/access.ts'

/** The recovery of an account that is under way, locked; undefined where none is. Called before the account is locked. */
export async function lockOpenRecovery(tx: Tx, accountId: string): Promise<JourneyRow | undefined> {
  return lockOpenJourneyOf(tx, { subjectId: accountId, kind: 'account-recovery' })
}

/**
 * The sign-in with the code is complete: from here on nobody can object any more. False when it was noted before, or the
 * recovery was stopped, which also ends the sign-in. Journey and account must be locked, in that order.
 */
export async function noteRecovered(
  tx: Tx,
  { journey, accountId }: { readonly journey: JourneyRow; readonly accountId: string },
  actor: Actor,
): Promise<boolean> {
  if (!(await recoverRecovery(tx, journey.id))) return false
  await supersedeSecrets(tx, accountId, ['recovery-objection'])
  await cancelUnsent(tx, journey.id)
  await appendFact(tx, journey, { fact: 'recovered', actor })
  await raiseJourney(tx, journey)
  return true
}
