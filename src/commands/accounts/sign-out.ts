import type { Pool } from '../../db/client.ts'
import { endSession } from '../../db/sessions.ts'
import { AccessError } from '../../domain/errors.ts'
import { type Call, execute } from '../execute.ts'

/** Ends the session that asks. Ended already, by whatever cause, is ended too. */
export async function signOut(deps: { readonly app: Pool }, call: Call): Promise<{ readonly sessionId: string }> {
  return execute(deps, call, 'signOut', async (tx) => {
    if (call.actor.kind !== 'account') throw new AccessError('UNAUTHENTICATED')
    const { sessionId, accountId } = call.actor
    await endSession(tx, sessionId, 'SIGNED_OUT')
    return { value: { sessionId }, subjectId: accountId }
  })
}
