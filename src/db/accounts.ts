import { and, eq, ne, notInArray, sql } from 'drizzle-orm'
import type { AccountStatus } from '../domain/accounts/account.ts'
import type { Channel } from '../domain/journeys/message.ts'
import type { Tx } from './client.ts'
import { accounts, people } from './schema/all.ts'

export type AccountRow = typeof accounts.$inferSelect

/** After the journey, before secrets and sessions. */
export async function lockAccount(tx: Tx, accountId: string): Promise<AccountRow | undefined> {
  const [row] = await tx.select().from(accounts).where(ofAccount(tx, accountId)).for('update')
  return row
}

/** The account a journey is about, where it is about one: locked after the journey itself. */
export async function lockSubject(tx: Tx, { subjectId }: { readonly subjectId: string | null }): Promise<void> {
  if (subjectId !== null) await lockAccount(tx, subjectId)
}

export async function findAccountByIdentifier(tx: Tx, identifier: string): Promise<AccountRow | undefined> {
  const [row] = await tx
    .select()
    .from(accounts)
    .where(and(eq(accounts.portalId, tx.portalId), eq(accounts.identifier, identifier)))
  return row
}

export type FirstPassword = { readonly passwordHash: string; readonly credentialVersion: number }

/** One conditional update: false when the account is no longer invited, or a credential changed since the work began. */
export async function activateAccount(
  tx: Tx,
  accountId: string,
  { passwordHash, credentialVersion }: FirstPassword,
): Promise<boolean> {
  const invited: AccountStatus = 'invited'
  const rows = await tx
    .update(accounts)
    .set({
      status: 'active',
      passwordHash,
      credentialVersion: sql`${accounts.credentialVersion} + 1`,
      activatedAt: sql`drempel.now()`,
    })
    .where(
      and(ofAccount(tx, accountId), eq(accounts.status, invited), eq(accounts.credentialVersion, credentialVersion)),
    )
    .returning({ id: accounts.id })
  return rows.length === 1
}

/** A credential changed: slow work and sign-ins that began before it no longer count. Answers the new version. */
export async function raiseCredentials(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx
    .update(accounts)
    .set({ credentialVersion: sql`${accounts.credentialVersion} + 1` })
    .where(ofAccount(tx, accountId))
    .returning({ version: accounts.credentialVersion })
  if (row === undefined) throw new Error('the account was not locked')
  return row.version
}

/** One conditional update: false when the account is not active, or a credential changed since the hash was begun. */
export async function setPassword(
  tx: Tx,
  accountId: string,
  { passwordHash, credentialVersion }: FirstPassword,
): Promise<boolean> {
  const active: AccountStatus = 'active'
  const rows = await tx
    .update(accounts)
    .set({ passwordHash })
    .where(
      and(ofAccount(tx, accountId), eq(accounts.status, active), eq(accounts.credentialVersion, credentialVersion)),
    )
    .returning({ id: accounts.id })
  return rows.length === 1
}

/** Another address is another identifier where people sign in with it; the unique key refuses one that is taken. */
export async function changeIdentifier(tx: Tx, accountId: string, identifier: string): Promise<void> {
  await tx
    .update(accounts)
    .set({ identifier, credentialVersion: sql`${accounts.credentialVersion} + 1` })
    .where(ofAccount(tx, accountId))
}

type Contact = Partial<
  Pick<typeof people.$inferInsert, 'email' | 'emailStatus' | 'mobile' | 'mobileStatus' | 'language'>
>

export async function changeContact(tx: Tx, personId: string, contact: Contact): Promise<void> {
  await tx
    .update(people)
    .set({ ...contact, version: sql`${people.version} + 1` })
    .where(and(eq(people.portalId, tx.portalId), eq(people.id, personId)))
}

/** Reported by an organisation; null where the report was wrong. */
export async function noteDeath(tx: Tx, personId: string, diedOn: string | null): Promise<void> {
  await tx
    .update(people)
    .set({ diedOn, version: sql`${people.version} + 1` })
    .where(
      and(
        eq(people.portalId, tx.portalId),
        eq(people.id, personId),
        sql`${people.diedOn} is distinct from ${diedOn}::date`,
      ),
    )
}

/** Whoever is given work again lives: a death was reported in error. */
export async function forgetDeaths(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update drempel.people p set died_on = null, version = version + 1 from drempel.accounts a
    where a.portal_id = ${tx.portalId} and a.id = any(${sql.param([...accountIds])}::uuid[])
      and p.portal_id = a.portal_id and p.id = a.person_id and p.died_on is not null`)
}

type Unreached = { readonly personId: string; readonly channel: Channel; readonly recipient: string }

/** What came back from somebody's present address or number is known of it; what they corrected since is left alone. */
export async function markUnreached(tx: Tx, { personId, channel, recipient }: Unreached): Promise<void> {
  const ofPerson = and(eq(people.portalId, tx.portalId), eq(people.id, personId))
  const version = sql`${people.version} + 1`
  await (channel === 'mail'
    ? tx
        .update(people)
        .set({ emailStatus: 'bounced', version })
        .where(and(ofPerson, eq(people.email, recipient), ne(people.emailStatus, 'bounced')))
    : tx
        .update(people)
        .set({ mobileStatus: 'unreachable', version })
        .where(and(ofPerson, eq(people.mobile, recipient), notInArray(people.mobileStatus, ['wrong', 'unreachable']))))
}

function ofAccount(tx: Tx, accountId: string) {
  return and(eq(accounts.portalId, tx.portalId), eq(accounts.id, accountId))
}
