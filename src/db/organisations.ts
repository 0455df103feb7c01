import { and, eq, inArray, sql } from 'drizzle-orm'
import type { OrganisationKind, ServiceDesk } from '../domain/portals/portal.ts'
import type { Pool, Tx } from './client.ts'
import { keySet, type Page } from './page.ts'
import { organisations, portals } from './schema/all.ts'

/** What may be shown of an organisation. Operators get no more of it than its name and kind. */
export type OrganisationView = {
  readonly portalId: string
  readonly id: string
  readonly name: string
  readonly kind: OrganisationKind
  readonly kvkNumber: string | null
  readonly rsin: string | null
  readonly serviceDesk: ServiceDesk | null
}

/** Which organisations a list may show. */
export type Reach = readonly string[] | 'all'

export async function findOrganisations(tx: Tx, ids: readonly string[]): Promise<readonly OrganisationView[]> {
  return tx
    .select()
    .from(organisations)
    .where(and(eq(organisations.portalId, tx.portalId), inArray(organisations.id, [...ids])))
}

/** Of all organisations where an account has, had or will have access. */
export async function mailDomainsOf(tx: Tx, accountId: string): Promise<readonly string[]> {
  const rows = await tx.execute<{ domain: string }>(sql`
    select distinct unnest(o.mail_domains) as domain from drempel.organisations o
    join drempel.grants g on g.portal_id = o.portal_id and g.organisation_id = o.id
    where o.portal_id = ${tx.portalId} and g.account_id = ${accountId}`)
  return rows.map(({ domain }) => domain)
}

/** Of any portal, by the engine's role. */
export async function findOrganisationNames(
  { drizzle }: Pool,
  ids: readonly string[],
): Promise<readonly OrganisationView[]> {
  const { portalId, id, name, kind } = organisations
  const rows = await drizzle
    .select({ portalId, id, name, kind })
    .from(organisations)
    .where(inArray(id, [...ids]))
  return rows.map((row) => ({ ...row, kvkNumber: null, rsin: null, serviceDesk: null }))
}

export async function listOrganisations(tx: Tx, reach: Reach, page: Page): Promise<readonly OrganisationView[]> {
  const columns = [
    { column: sql`${organisations.name}`, type: 'text' },
    { column: sql`${organisations.id}`, type: 'uuid' },
  ] as const
  const { where, orderBy } = keySet(columns, page, 'ASC')
  return tx
    .select()
    .from(organisations)
    .where(and(eq(organisations.portalId, tx.portalId), within(reach, sql`${organisations.id}`), where))
    .orderBy(orderBy)
    .limit(page.limit)
}

/** A condition that keeps what is out of reach out of the list. */
export function within(reach: Reach, column: ReturnType<typeof sql>) {
  return reach === 'all' ? undefined : sql`${column} = any(${sql.param([...reach])}::uuid[])`
}

export async function findPortals({ drizzle }: Pool, ids: readonly string[]) {
  return drizzle
    .select()
    .from(portals)
    .where(inArray(portals.id, [...ids]))
}
