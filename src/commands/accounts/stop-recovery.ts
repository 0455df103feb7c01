import { supersedeBackupCodes } from '../../db/backup-codes.ts'
import type { Tx } from '../../db/client.ts'
import { endRecovery } from '../../db/recoveries.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import { endFlowsOf } from '../../db/sign-in-flows.ts'

/** What of a recovery no longer counts once it has ended. */
export const recoverySecrets = ['recovery-objection', 'recovery-password', 'recovery-pin'] as const

type Stopped = {
  readonly journeyId: string
  readonly accountId: string
  readonly to: Parameters<typeof endRecovery>[2]
}

/**
 * A recovery ends and nothing is restored: code and links no longer count, and a sign-in under way with the code does not
 * go on. False when it had ended before. Journey and account must be locked, in that order.
 */
export async function stopRecovery(tx: Tx, { journeyId, accountId, to }: Stopped): Promise<boolean> {
  if (!(await endRecovery(tx, journeyId, to))) return false
  await supersedeBackupCodes(tx, accountId, journeyId)
  await supersedeSecrets(tx, accountId, recoverySecrets)
  await endFlowsOf(tx, accountId, null)
  return true
}
