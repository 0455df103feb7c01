import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm'
import type { AccountStatus, Role } from '../domain/accounts/account.ts'
import type { Tx } from './client.ts'
import { type Reach, within } from './organisations.ts'
import { type Direction, keySet, type Page } from './page.ts'
import { accounts, grants, offboardings, organisations, people } from './schema/all.ts'

export type PersonView = typeof people.$inferSelect & {
  readonly account: {
    readonly id: string
    readonly identifier: string
    readonly status: AccountStatus
    readonly activatedAt: Date | null
  }
  /** Where the person has or had access: who may see them is decided by these. */
  readonly organisationIds: readonly string[]
}

export async function findPeople(tx: Tx, ids: readonly string[]): Promise<readonly PersonView[]> {
  return select(tx).where(and(eq(people.portalId, tx.portalId), inArray(people.id, [...ids])))
}

export async function findPeopleOfAccounts(tx: Tx, accountIds: readonly string[]): Promise<readonly PersonView[]> {
  return select(tx).where(and(eq(people.portalId, tx.portalId), inArray(accounts.id, [...accountIds])))
}

type Wanted<T> = T | null | undefined

/** What is not given does not matter. */
export type PersonFilter = {
  readonly reach: Reach
  readonly organisationId?: Wanted<string>
  readonly accountStatus?: Wanted<AccountStatus>
  readonly role?: Wanted<Role>
  /** The beginning of a word of the name, or a whole mail address or identifier. */
  readonly search?: Wanted<string>
}

export async function listPeople(
  tx: Tx,
  filter: PersonFilter,
  { page, direction }: { page: Page; direction: Direction },
): Promise<readonly PersonView[]> {
  const columns = [
    { column: sql`${people.name}`, type: 'text' },
    { column: sql`${people.id}`, type: 'uuid' },
  ] as const
  const { where, orderBy } = keySet(columns, page, direction)
  return select(tx)
    .where(and(eq(people.portalId, tx.portalId), ...conditions(filter), where))
    .orderBy(orderBy)
    .limit(page.limit)
}

function conditions(filter: PersonFilter): (SQL | undefined)[] {
  const { reach, organisationId = null, role = null, accountStatus = null, search = null } = filter
  const granted = [
    within(reach, sql`g.organisation_id`),
    organisationId === null ? undefined : sql`g.organisation_id = ${organisationId}::uuid`,
    role === null ? undefined : sql`g.role = ${role}`,
  ].filter((condition) => condition !== undefined)
  const access = sql`exists (select from drempel.grants g where g.portal_id = ${accounts.portalId}
    and g.account_id = ${accounts.id} and ${sql.join(granted, sql` and `)})`
  return [
    granted.length === 0 ? undefined : access,
    accountStatus === null ? undefined : eq(accounts.status, accountStatus),
    search === null ? undefined : matches(search.trim().toLowerCase()),
  ]
}

function matches(search: string): SQL {
  const pattern = `${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  return sql`(lower(${people.name}) like ${pattern} or lower(${people.name}) like ${`% ${pattern}`}
    or ${people.email} = ${search} or ${accounts.identifier} = ${search})`
}

/** A person's rights, the newest first; those within reach, for whoever is not the person. */
export async function listGrants(
  tx: Tx,
  accountId: string,
  { reach, page }: { reach: Reach; page: Page },
): Promise<readonly (typeof grants.$inferSelect)[]> {
  const { where, orderBy } = keySet([{ column: sql`${grants.id}`, type: 'uuid' }], page, 'DESC')
  return tx
    .select()
    .from(grants)
    .where(
      and(
        eq(grants.portalId, tx.portalId),
        eq(grants.accountId, accountId),
        within(reach, sql`${grants.organisationId}`),
        where,
      ),
    )
    .orderBy(orderBy)
    .limit(page.limit)
}

export type GrantView = typeof grants.$inferSelect

export async function findGrants(tx: Tx, ids: readonly string[]): Promise<readonly GrantView[]> {
  return tx
    .select()
    .from(grants)
    .where(and(eq(grants.portalId, tx.portalId), inArray(grants.id, [...ids])))
}

export type ToldGrant = GrantView & {
  readonly organisation: string | null
  /** The name of whoever gave it, where that was a person. */
  readonly giver: string | null
  /** Of the leaving that gave it. */
  readonly lastDay: string | null
}

/** All rights of these accounts, with the names of where and by whom, in the order in which they begin. */
export async function listToldGrants(tx: Tx, accountIds: readonly string[]): Promise<readonly ToldGrant[]> {
  return tx
    .select({
      ...getTableColumns(grants),
      organisation: organisations.name,
      giver: people.name,
      lastDay: offboardings.lastDay,
    })
    .from(grants)
    .leftJoin(
      organisations,
      and(eq(organisations.portalId, grants.portalId), eq(organisations.id, grants.organisationId)),
    )
    .leftJoin(
      accounts,
      and(eq(accounts.portalId, grants.portalId), eq(grants.givenByKind, 'account'), eq(accounts.id, grants.givenBy)),
    )
    .leftJoin(people, and(eq(people.portalId, accounts.portalId), eq(people.id, accounts.personId)))
    .leftJoin(
      offboardings,
      and(eq(offboardings.portalId, grants.portalId), eq(offboardings.journeyId, grants.journeyId)),
    )
    .where(and(eq(grants.portalId, tx.portalId), inArray(grants.accountId, [...new Set(accountIds)])))
    .orderBy(grants.validFrom, grants.id)
}

function select(tx: Tx) {
  const { id, identifier, status, activatedAt } = accounts
  const organisationIds = sql<string[]>`array(select distinct g.organisation_id from drempel.grants g
    where g.portal_id = ${accounts.portalId} and g.account_id = ${accounts.id} and g.organisation_id is not null)`
  return tx
    .select({ ...getTableColumns(people), account: { id, identifier, status, activatedAt }, organisationIds })
    .from(people)
    .innerJoin(accounts, and(eq(accounts.portalId, people.portalId), eq(accounts.personId, people.id)))
    .$dynamic()
}
