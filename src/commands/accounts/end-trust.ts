import { raiseCredentials } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import { endSessionsOf } from '../../db/sessions.ts'
import { changeFlow, endFlowsOf } from '../../db/sign-in-flows.ts'
import type { SessionEnd } from '../../domain/accounts/account.ts'

export type EndTrust = {
  readonly reason: SessionEnd
  /** The session that makes the change goes on; all others end. */
  readonly keepSessionId?: string | null | undefined
  /** The sign-in that makes the change goes on. */
  readonly keepFlowId?: string | null | undefined
}

/**
 * A credential changed: what was opened under the old ones ends in the same transaction, on every process. Sessions and
 * sign-ins under way end, links for a new password no longer count, and remembered devices die with the version they were
 * remembered under. The account must be locked. Answers the new version.
 */
export async function endTrust(
  tx: Tx,
  accountId: string,
  { reason, keepSessionId = null, keepFlowId = null }: EndTrust,
): Promise<number> {
  const credentialVersion = await raiseCredentials(tx, accountId)
  await endSessionsOf(tx, accountId, { reason, except: keepSessionId })
  await endFlowsOf(tx, accountId, keepFlowId)
  await supersedeSecrets(tx, accountId, ['password-reset'])
  if (keepFlowId !== null) await changeFlow(tx, keepFlowId, { credentialVersion })
  return credentialVersion
}
