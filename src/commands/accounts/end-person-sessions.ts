import { lockAccount } from '../../db/accounts.ts'
import type { Pool } from '../../db/client.ts'
import { allGrants } from '../../db/grants.ts'
import { findPeople } from '../../db/people.ts'
import { answersFor, recoveryPlace } from '../../domain/accounts/recovery.ts'
import { parseNote } from '../../domain/text.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'
import { endTrust } from './end-trust.ts'

export type EndPersonSessions = { readonly personId: string; readonly reason: string }

/**
 * For a device that was stolen, or whoever must be out at once: all that somebody opened ends, on every process, and no
 * browser is remembered (ASVS 7.4.5). By whoever may restore their access, because that is what is asked for next.
 */
export async function endPersonSessions(
  deps: { readonly app: Pool },
  call: Call,
  { personId, reason }: EndPersonSessions,
): Promise<{ readonly personId: string }> {
  return execute(deps, call, 'personSessionsEnd', async (tx) => {
    const [person] = await findPeople(tx, [personId])
    const subject = { subjectId: person?.account.id }
    if (person !== undefined) await lockAccount(tx, person.account.id)
    const grants = person === undefined ? [] : await allGrants(tx, person.account.id)
    const isReached = reaches(call, ['recovery.write'], recoveryPlace(call.actor, grants, tx.now), tx.now)
    if (person === undefined || !isReached) return refuse('NOT_FOUND', subject)
    if (!answersFor(call.actor, grants, tx.now)) return refuse('RECOVERY_NOT_YOURS', subject)
    const note = parseNote(reason)
    if (note === null)
      return refuse('INVALID_INPUT', { problems: [{ path: 'reason', code: 'INVALID_INPUT' }], ...subject })
    await endTrust(tx, person.account.id, { reason: 'REVOKED' })
    return { value: { personId }, note, ...subject }
  })
}
