import type { Pool } from '../../db/client.ts'
import { insertOrganisation, type NewOrganisation } from '../../db/portal-writes.ts'
import { authorise, type Call, execute, refuse } from '../execute.ts'

/** An employer, client or agency of the portal, with the service desk its people call. */
export async function createOrganisation(
  deps: { readonly app: Pool },
  call: Call,
  organisation: NewOrganisation,
): Promise<{ readonly organisationId: string }> {
  return execute(deps, call, 'organisationCreate', async (tx) => {
    authorise(call, 'installation.write', null, tx.now)
    const organisationId = await insertOrganisation(tx, organisation)
    if (organisationId === undefined) return refuse('ALREADY_EXISTS')
    return { value: { organisationId }, subjectId: organisationId }
  })
}
