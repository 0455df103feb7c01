import type { Tx } from '../../db/client.ts'
import { activeFactors } from '../../db/factors.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import { type RecoveryPlan, recoveryPlan } from '../../domain/accounts/recovery.ts'
import type { Code } from '../../domain/codes.ts'

export function planOf({ recovery, noticedAt, codeUsedAt, policy }: RecoveryCase): RecoveryPlan {
  return recoveryPlan({ ...recovery, noticedAt, codeUsedAt }, policy.recovery)
}

/** The code goes to the proven address at which the person was told of the recovery. Another one could be anybody's. */
export function isReachable({ account, person, noticedTo }: RecoveryCase): boolean {
  return account.status === 'active' && person.emailStatus === 'proven' && person.email === noticedTo
}

/** Why somebody cannot be recovered, or null when they can. The account must be locked. */
export async function judgeRecoverable(tx: Tx, { account, person }: AccountOwner): Promise<Code | null> {
  if (account.status !== 'active') return 'ACCOUNT_NOT_ACTIVE'
  if ((await activeFactors(tx, account.id)).length === 0) return 'NOTHING_TO_RECOVER'
  return person.emailStatus === 'proven' ? null : 'NO_CHANNEL'
}
