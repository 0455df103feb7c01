import { and, eq, sql } from 'drizzle-orm'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import type { Portal, ServiceDesk } from '../domain/portals/portal.ts'
import type { Pool, Tx } from './client.ts'
import { organisations, portals } from './schema/all.ts'

export type OrganisationRow = typeof organisations.$inferSelect

export async function findPortalByHost(pool: Pool, host: string): Promise<Portal | undefined> {
  const [row] = await pool.drizzle.select().from(portals).where(eq(portals.host, host))
  return row
}

export async function findPortalBySlug(pool: Pool, slug: string): Promise<Portal | undefined> {
  const [row] = await pool.drizzle.select().from(portals).where(eq(portals.slug, slug))
  return row
}

export async function getPortal(tx: Tx): Promise<Portal> {
  const [row] = await tx.select().from(portals).where(eq(portals.id, tx.portalId))
  if (row === undefined) throw new Error('the portal is gone')
  return row
}

export async function findOrganisation(tx: Tx, organisationId: string): Promise<OrganisationRow | undefined> {
  const [row] = await tx
    .select()
    .from(organisations)
    .where(and(eq(organisations.portalId, tx.portalId), eq(organisations.id, organisationId)))
  return row
}

export async function findOrganisationByName(tx: Tx, name: string): Promise<OrganisationRow | undefined> {
  const [row] = await tx
    .select()
    .from(organisations)
    .where(and(eq(organisations.portalId, tx.portalId), eq(organisations.name, name)))
  return row
}

export async function firstServiceDesk(tx: Tx): Promise<ServiceDesk | undefined> {
  const [row] = await tx
    .select({ desk: organisations.serviceDesk })
    .from(organisations)
    .where(eq(organisations.portalId, tx.portalId))
    .orderBy(organisations.id)
    .limit(1)
  return row?.desk
}

export type PolicyVersion = { readonly version: number; readonly policy: Policy }

/** The policy in effect now: what a journey that begins today is pinned to. */
export async function policyInEffect(tx: Tx): Promise<PolicyVersion> {
  const found = await findPolicyInEffect(tx)
  if (found === undefined) throw new Error('the portal has no policy in effect')
  return found
}

export async function findPolicyInEffect(tx: Tx): Promise<PolicyVersion | undefined> {
  const [row] = await tx.execute<{ version: number; document: string }>(sql`
    select p.version, p.document::text as document from drempel.portal_policies p
    where p.portal_id = ${tx.portalId} and p.effective_from <= drempel.now()
    order by p.effective_from desc, p.version desc limit 1`)
  return row && { version: row.version, policy: completed(tx, row.document) }
}

// More documents than an installation has portals; beyond it memory counts for more than time.
const mostKept = 1_000

/** By its text: a document that was never committed, or was put right by hand, is simply another one. */
function completed({ policies }: Tx, document: string): Policy {
  const known = policies.get(document)
  if (known !== undefined) return known
  const policy = completePolicy(JSON.parse(document))
  if (policies.size >= mostKept) policies.clear()
  policies.set(document, policy)
  return policy
}
