import { lockAccount } from '../../db/accounts.ts'
import type { Pool } from '../../db/client.ts'
import { endSessionsOf } from '../../db/sessions.ts'
import { AccessError } from '../../domain/errors.ts'
import { type Call, execute } from '../execute.ts'

/** Ends all of one's own sessions but the one that asks. */
export async function revokeOtherSessions(
  deps: { readonly app: Pool },
  call: Call,
): Promise<{ readonly ended: number }> {
  return execute(deps, call, 'sessionRevokeOthers', async (tx) => {
    if (call.actor.kind !== 'account') throw new AccessError('UNAUTHENTICATED')
    const { accountId, sessionId } = call.actor
    // A sign-in that is being completed waits for this, and opens its session after it.
    await lockAccount(tx, accountId)
    const ended = await endSessionsOf(tx, accountId, { reason: 'REVOKED', except: sessionId })
    return { value: { ended }, subjectId: accountId }
  })
}
