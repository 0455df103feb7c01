import type { Pool } from '../../db/client.ts'
import { endSessionsOf } from '../../db/sessions.ts'
import { type Call, execute } from '../execute.ts'
import { holdOwnAccount } from './hold-own-account.ts'

/** Ends all of one's own sessions but the one that asks, for a fresh proof (ASVS 7.5.2). */
export async function revokeOtherSessions(
  deps: { readonly app: Pool },
  call: Call,
): Promise<{ readonly ended: number }> {
  return execute(deps, call, 'sessionRevokeOthers', async (tx) => {
    // The account is locked: a sign-in that is being completed waits for this, and opens its session after it.
    const own = await holdOwnAccount(tx, call, { fresh: true })
    if ('refused' in own) return own
    const { account, session } = own
    const ended = await endSessionsOf(tx, account.id, { reason: 'REVOKED', except: session.id })
    return { value: { ended }, subjectId: account.id }
  })
}
