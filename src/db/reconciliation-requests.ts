import { sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { mintId } from './ids.ts'

/** An operator's request, in the transaction of the act that makes it. The application's role may write it, not read it. */
export async function insertReconciliationRequest(tx: Tx, requestedBy: string | null): Promise<string> {
  const id = await mintId(tx)
  await tx.execute(sql`
    insert into drempel.reconciliations (id, requested_by, cause) values (${id}, ${requestedBy}::uuid, 'operator')`)
  await tx.execute(sql`select pg_notify('drempel_reconcile', '')`)
  return id
}
