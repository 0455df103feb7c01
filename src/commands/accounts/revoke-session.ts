import type { Pool } from '../../db/client.ts'
import { endSession, findSessionById } from '../../db/sessions.ts'
import { AccessError } from '../../domain/errors.ts'
import { type Call, execute, refuse } from '../execute.ts'

/** Ends one of one's own sessions, on a device that was lost. Somebody else's is not there. */
export async function revokeSession(
  deps: { readonly app: Pool },
  call: Call,
  { sessionId }: { readonly sessionId: string },
): Promise<{ readonly sessionId: string }> {
  return execute(deps, call, 'sessionRevoke', async (tx) => {
    if (call.actor.kind !== 'account') throw new AccessError('UNAUTHENTICATED')
    const session = await findSessionById(tx, sessionId)
    const isOwn = session?.accountId === call.actor.accountId
    if (!isOwn || !(await endSession(tx, sessionId, 'REVOKED'))) return refuse('NOT_FOUND')
    return { value: { sessionId }, subjectId: session.accountId }
  })
}
