import type { Pool } from '../../db/client.ts'
import { findServiceKeyById, revokeServiceKeyRow } from '../../db/service-keys.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'

/** From now on the key is nobody's. Revoked before is revoked. */
export async function revokeServiceKey(
  deps: { readonly app: Pool },
  call: Call,
  { keyId }: { readonly keyId: string },
): Promise<{ readonly keyId: string }> {
  return execute(deps, call, 'serviceKeyRevoke', async (tx) => {
    const key = await findServiceKeyById(tx, keyId)
    const isReached = reaches(call, ['keys.write'], key?.organisationId, tx.now)
    if (key === undefined || !isReached) return refuse('NOT_FOUND')
    await revokeServiceKeyRow(tx, keyId)
    return { value: { keyId }, subjectId: keyId }
  })
}
