import { and, eq } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { accounts, people } from './schema/all.ts'

/** An account and whose it is. */
export type AccountOwner = {
  readonly account: typeof accounts.$inferSelect
  readonly person: typeof people.$inferSelect
}

export async function findOwner(tx: Tx, accountId: string): Promise<AccountOwner | undefined> {
  const [row] = await tx
    .select({ account: accounts, person: people })
    .from(accounts)
    .innerJoin(people, and(eq(people.portalId, accounts.portalId), eq(people.id, accounts.personId)))
    .where(and(eq(accounts.portalId, tx.portalId), eq(accounts.id, accountId)))
  return row
}
