import type { Pool } from '../../db/client.ts'
import { insertReconciliationRequest } from '../../db/reconciliation-requests.ts'
import { actorId } from '../../domain/accounts/access.ts'
import { authorise, type Call, execute } from '../execute.ts'

/** Asks the workers to compare open journeys with their stories, now; the row tells later what they found. */
export async function requestReconciliation(
  deps: { readonly app: Pool },
  call: Call,
): Promise<{ readonly reconciliationId: string }> {
  return execute(deps, call, 'reconcile', async (tx) => {
    authorise(call, 'installation.write', null, tx.now)
    return { value: { reconciliationId: await insertReconciliationRequest(tx, actorId(call.actor)) } }
  })
}
