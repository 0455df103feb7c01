import { sql } from 'drizzle-orm'
import type { Policy } from '../domain/portals/policy.ts'
import type { OrganisationKind, Portal, ServiceDesk } from '../domain/portals/portal.ts'
import type { Pool, Tx } from './client.ts'
import { organisations, portalPolicies, portals } from './schema/all.ts'

export type NewPortal = Omit<Portal, 'id'>

/** Only the owner of the tables makes tenants. Undefined when the slug or the host is taken. */
export async function insertPortal(owner: Pool, portal: NewPortal): Promise<string | undefined> {
  const [row] = await owner.drizzle
    .insert(portals)
    .values({ ...portal, languages: [...portal.languages] })
    .onConflictDoNothing()
    .returning({ id: portals.id })
  return row?.id
}

/** A version more. The lock is the portal's: two at once must not both become the next version. */
export async function insertPolicy(tx: Tx, policy: Policy, effectiveFrom: Date): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`policy ${tx.portalId}`}, 0))`)
  const [row] = await tx
    .insert(portalPolicies)
    .values({
      portalId: tx.portalId,
      version: sql`(select coalesce(max(p.version), 0) + 1 from drempel.portal_policies p where p.portal_id = ${tx.portalId})`,
      effectiveFrom,
      document: policy,
    })
    .returning({ version: portalPolicies.version })
  if (row === undefined) throw new Error('a policy was not written')
  return row.version
}

export type NewOrganisation = {
  readonly name: string
  readonly kind: OrganisationKind
  readonly kvkNumber: string | null
  readonly rsin: string | null
  readonly serviceDesk: ServiceDesk
  /** Lower case, without the @. */
  readonly mailDomains: readonly string[]
}

/** Undefined when the name or the KvK-nummer is taken in this portal. */
export async function insertOrganisation(tx: Tx, organisation: NewOrganisation): Promise<string | undefined> {
  const mailDomains = [...organisation.mailDomains]
  const [row] = await tx
    .insert(organisations)
    .values({ ...organisation, mailDomains, portalId: tx.portalId })
    .onConflictDoNothing()
    .returning({ id: organisations.id })
  return row?.id
}
