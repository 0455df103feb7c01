import type { Pool, Tx } from '../../db/client.ts'
import { findPeople, type PersonView } from '../../db/people.ts'
import { parseNote } from '../../domain/text.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'
import { type SignInSight, seeSignIn } from './see-sign-in.ts'

export type InspectSignIn = { readonly personId: string; readonly reason?: string | null | undefined }

/**
 * Why can this person not get in? For HR and service desk of an organisation where they have or had access. An act, though
 * it changes nothing: who looked, at whom and why is on record.
 */
export async function inspectSignIn(
  deps: { readonly app: Pool },
  call: Call,
  { personId, reason = null }: InspectSignIn,
): Promise<SignInSight> {
  return execute(deps, call, 'personSignInInspect', async (tx) => {
    const [person] = await findPeople(tx, [personId])
    const isReached = reachesPerson(tx, call, person)
    const subject = { subjectId: person?.account.id }
    if (person === undefined || !isReached) return refuse('NOT_FOUND', subject)
    const note = reason === null ? undefined : parseNote(reason)
    if (note === null)
      return refuse('INVALID_INPUT', { problems: [{ path: 'reason', code: 'INVALID_INPUT' }], ...subject })
    return { value: await seeSignIn(tx, person), note, ...subject }
  })
}

function reachesPerson({ now }: Tx, call: Call, person: PersonView | undefined): boolean {
  // Null: whoever has the right in the whole portal, also over people without an organisation.
  const places = person === undefined ? [undefined] : [null, ...person.organisationIds]
  return places.some((place) => reaches(call, ['signIn.read'], place, now))
}
