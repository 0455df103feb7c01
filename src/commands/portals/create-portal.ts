import type { Pool } from '../../db/client.ts'
import { insertPolicy, insertPortal, type NewPortal } from '../../db/portal-writes.ts'
import { findPortalBySlug } from '../../db/portals.ts'
import { DomainError } from '../../domain/errors.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import { execute } from '../execute.ts'
import { hasPolicy } from './put-policy.ts'

type Deps = { readonly owner: Pool; readonly app: Pool }
type CreatePortal = { readonly portal: NewPortal; readonly policy: Policy }

/**
 * A tenant with its first policy. The row of the tenant is the owner's to write, what is inside it the application's, so
 * these are two transactions: a portal left without a policy by a crash in between is completed by asking again.
 */
export async function createPortal(
  { owner, app }: Deps,
  { portal, policy }: CreatePortal,
  correlationId: string,
): Promise<{ readonly portalId: string }> {
  const portalId = (await insertPortal(owner, portal)) ?? (await findPortalBySlug(app, portal.slug))?.id
  if (portalId === undefined) throw new DomainError('ALREADY_EXISTS', { detail: 'the host belongs to another portal' })
  const call = { actor: { kind: 'installation' }, portalId, correlationId } as const
  return execute({ app }, call, 'portalCreate', async (tx) => {
    if (await hasPolicy(tx)) return { refused: 'ALREADY_EXISTS', subjectId: portalId }
    await insertPolicy(tx, policy, tx.now)
    return { value: { portalId }, subjectId: portalId }
  })
}
