import type { Tx } from '../../db/client.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import { type RecoveryPlan, recoveryPlan } from '../../domain/accounts/recovery.ts'
import { isNumberOfEmployer } from './judge-recoverable.ts'
import { isAccountShut } from './shut-account.ts'

/** Nobody is reminded of a code that lies in a mailbox which is no longer theirs. */
export function planOf(held: RecoveryCase): RecoveryPlan {
  const plan = recoveryPlan({ ...held.recovery, ...held }, held.policy.recovery)
  return isMailboxTheirs(held) ? plan : { ...plan, remindAt: null }
}

/**
 * The code goes to the proven address at which the person was told of the recovery; another one could be anybody's. Or to
 * the private address that two of the desk gave, as long as the old one is on file and the number for a PIN still works.
 */
function isReachable(held: RecoveryCase): boolean {
  const { account, person, recovery } = held
  if (account.status !== 'active' || held.isOvertaken || !isMailboxTheirs(held)) return false
  if (recovery.privateEmail === null) return person.emailStatus === 'proven'
  const isDead = person.mobileStatus === 'wrong' || person.mobileStatus === 'unreachable'
  return recovery.pinMobile === null || recovery.pinMobile !== person.mobile || !isDead
}

/** The same, where the account still opens and the number for a PIN did not turn out to be the employer's. */
export async function canBeReached(tx: Tx, held: RecoveryCase): Promise<boolean> {
  if (!isReachable(held) || (await isAccountShut(tx, held.account.id))) return false
  const { pinMobile } = held.recovery
  return pinMobile === null || !(await isNumberOfEmployer(tx, held.account.id, pinMobile))
}

/** Whether the mailbox to which the notice went still is the one on file: what was sent before it changed opens nothing. */
export function isMailboxTheirs({ person, noticedTo }: Pick<RecoveryCase, 'person' | 'noticedTo'>): boolean {
  return person.email === noticedTo
}

/** Whom to write at the address to which the code goes. */
export function atCodeAddress({ person, recovery }: RecoveryCase): RecoveryCase['person'] {
  return { ...person, email: recovery.privateEmail ?? person.email }
}
