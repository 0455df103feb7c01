import type { Pool } from '../../db/client.ts'
import { parseEmail } from '../../domain/accounts/contact.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { countRequest } from './count-request.ts'

const act = 'organisationSignInStart'

/** Where the browser goes. */
export type OrganisationSignIn = { readonly url: string }

/**
 * Finds by the domain of a mail address where somebody's organisation lets them sign in (S000-056). No organisation of any
 * portal has set that up yet, so that is what everybody hears.
 */
export async function startOrganisationSignIn(
  deps: { readonly app: Pool; readonly sealing: Pick<SealingPort, 'blind'> },
  call: Call,
  { email: typed }: { readonly email: string },
): Promise<OrganisationSignIn> {
  return execute<OrganisationSignIn>(deps, call, act, async (tx) => {
    const email = parseEmail(typed)
    if (email === null) return refuse('INVALID_INPUT', { problems: [{ path: 'email', code: 'INVALID_EMAIL' }] })
    const tooEarly = await countRequest(tx, deps, call, { act, about: email })
    return tooEarly ?? refuse('ORGANISATION_SIGN_IN_UNKNOWN')
  })
}
