import type { Pool } from '../../db/client.ts'
import { endSession, findSessionById } from '../../db/sessions.ts'
import { AccessError } from '../../domain/errors.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { holdOwnAccount } from './hold-own-account.ts'

/**
 * Ends one of one's own sessions, on a device that was lost. Somebody else's is not there. Whoever took a session must not
 * throw its owner out with it: another one than the present ends for a fresh proof (ASVS 7.5.2).
 */
export async function revokeSession(
  deps: { readonly app: Pool },
  call: Call,
  { sessionId }: { readonly sessionId: string },
): Promise<{ readonly sessionId: string }> {
  return execute(deps, call, 'sessionRevoke', async (tx) => {
    if (call.actor.kind !== 'account') throw new AccessError('UNAUTHENTICATED')
    const session = await findSessionById(tx, sessionId)
    if (session?.accountId !== call.actor.accountId) return refuse('NOT_FOUND')
    const own = await holdOwnAccount(tx, call, { fresh: sessionId !== call.actor.sessionId })
    if ('refused' in own) return own
    if (!(await endSession(tx, sessionId, 'REVOKED'))) return refuse('NOT_FOUND')
    return { value: { sessionId }, subjectId: session.accountId }
  })
}
