import { and, desc, eq, lte, sql } from 'drizzle-orm'
import { completePolicy, type Policy } from '../domain/portals/policy.ts'
import type { Portal, ServiceDesk } from '../domain/portals/portal.ts'
import type { Pool, Tx } from './client.ts'
import { organisations, portalPolicies, portals } from './schema/all.ts'

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
  const [row] = await tx
    .select()
    .from(portalPolicies)
    .where(and(eq(portalPolicies.portalId, tx.portalId), lte(portalPolicies.effectiveFrom, sql`drempel.now()`)))
    .orderBy(desc(portalPolicies.effectiveFrom), desc(portalPolicies.version))
    .limit(1)
  return row && { version: row.version, policy: completePolicy(row.document) }
}
