import { and, eq, inArray } from 'drizzle-orm'
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

/** Everybody who is reached at a mail address, in the order in which accounts are locked. */
export async function findOwnersAt(tx: Tx, email: string): Promise<readonly AccountOwner[]> {
  return tx
    .select({ account: accounts, person: people })
    .from(accounts)
    .innerJoin(people, and(eq(people.portalId, accounts.portalId), eq(people.id, accounts.personId)))
    .where(and(eq(people.portalId, tx.portalId), eq(people.email, email)))
    .orderBy(accounts.id)
}

/** Whether an account is read from the same mailbox as one of others: then the same person may be behind both. */
export async function sharesMailbox(tx: Tx, accountId: string, others: readonly string[]): Promise<boolean> {
  const rows = await tx
    .select({ id: accounts.id, email: people.email })
    .from(accounts)
    .innerJoin(people, and(eq(people.portalId, accounts.portalId), eq(people.id, accounts.personId)))
    .where(and(eq(accounts.portalId, tx.portalId), inArray(accounts.id, [accountId, ...others])))
  const own = rows.find(({ id }) => id === accountId)
  return rows.some(({ id, email }) => id !== accountId && email === own?.email)
}
