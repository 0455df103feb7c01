import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { accounts, grants, serviceKeys } from '../../db/schema/all.ts'
import { digestOf } from '../../db/secrets.ts'
import { scopes } from '../../domain/accounts/account.ts'
import type { DemoPortal } from './portal-data.ts'

// Far beyond any journey somebody plays through.
const expiresAt = new Date('2099-12-31T23:00:00Z')

/**
 * The key of a portal's HR system, the same on every machine so that examples can be pasted; null where nobody employs.
 * Everybody can work it out: that is what makes it demo data, and why only src/dev ever writes it.
 */
export function demoKey(portal: Pick<DemoPortal, 'slug' | 'organisations'>): string | null {
  if (portal.organisations.length === 0) return null
  return `drk_${createHash('sha256').update(`the demo key of ${portal.slug}`).digest('base64url')}`
}

/** For the portal's first organisation, with every scope, on behalf of its HR. */
export async function insertDemoKey(
  tx: Tx,
  portal: Pick<DemoPortal, 'slug' | 'organisations'>,
  organisationIds: ReadonlyMap<string, string>,
): Promise<void> {
  const token = demoKey(portal)
  const organisationId = organisationIds.get(portal.organisations[0]?.name ?? '')
  if (token === null || organisationId === undefined) return
  const { portalId } = tx
  const [hr] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .innerJoin(grants, and(eq(grants.portalId, accounts.portalId), eq(grants.accountId, accounts.id)))
    .where(and(eq(grants.portalId, portalId), eq(grants.organisationId, organisationId), eq(grants.role, 'HR')))
    .limit(1)
  if (hr === undefined) throw new Error(`${portal.slug} has no HR`)
  // A key that somebody revoked stays revoked.
  await tx
    .insert(serviceKeys)
    .values({
      portalId,
      name: 'HR system',
      organisationId,
      digest: digestOf(token),
      scopes: [...scopes],
      createdBy: hr.id,
      expiresAt,
    })
    .onConflictDoNothing()
}
