import type { Tx } from '../../db/client.ts'
import { activeFactors } from '../../db/factors.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import { type RecoveryPlan, recoveryPlan } from '../../domain/accounts/recovery.ts'
import type { Code } from '../../domain/codes.ts'
import { isAccountShut } from './shut-account.ts'

/** Nobody is reminded of a code that lies in a mailbox which is no longer theirs. */
export function planOf(held: RecoveryCase): RecoveryPlan {
  const plan = recoveryPlan({ ...held.recovery, ...held }, held.policy.recovery)
  return isMailboxTheirs(held) ? plan : { ...plan, remindAt: null }
}

/** The code goes to the proven address at which the person was told of the recovery. Another one could be anybody's. */
export function isReachable(held: RecoveryCase): boolean {
  return held.account.status === 'active' && held.person.emailStatus === 'proven' && isMailboxTheirs(held)
}

/** Whether the mailbox to which notice and code went still is the person's: a code in another one opens nothing. */
export function isMailboxTheirs({ person, noticedTo }: Pick<RecoveryCase, 'person' | 'noticedTo'>): boolean {
  return person.email === noticedTo
}

/** Why somebody cannot be recovered, or null when they can. The account must be locked. */
export async function judgeRecoverable(tx: Tx, { account, person }: AccountOwner): Promise<Code | null> {
  if (account.status !== 'active' || (await isAccountShut(tx, account.id))) return 'ACCOUNT_NOT_ACTIVE'
  if ((await activeFactors(tx, account.id)).length === 0) return 'NOTHING_TO_RECOVER'
  return person.emailStatus === 'proven' ? null : 'NO_CHANNEL'
}
