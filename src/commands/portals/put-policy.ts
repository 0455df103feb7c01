import type { Pool, Tx } from '../../db/client.ts'
import { insertPolicy } from '../../db/portal-writes.ts'
import { findPolicyInEffect } from '../../db/portals.ts'
import { parsePolicy } from '../../domain/portals/policy.ts'
import { authorise, type Call, execute, refuse } from '../execute.ts'

export type PutPolicy = {
  /** As written by hand: read and completed here. */
  readonly document: unknown
  /** From when it holds; at once where it is not given. */
  readonly effectiveFrom?: Date | undefined
}

/** A new version of the portal's policy. Journeys that began under an older one keep it. */
export async function putPolicy(
  deps: { readonly app: Pool },
  call: Call,
  { document, effectiveFrom }: PutPolicy,
): Promise<{ readonly version: number }> {
  return execute(deps, call, 'policyPut', async (tx) => {
    authorise(call, 'installation.write', null, tx.now)
    const policy = parsePolicy(document)
    if ('length' in policy) {
      const problems = policy.map(({ path }) => ({ path: `document.${path}`, code: 'INVALID_INPUT' as const }))
      return refuse('INVALID_INPUT', { problems })
    }
    const from = effectiveFrom ?? tx.now
    if (from < tx.now) return refuse('DATE_PASSED', { problems: [{ path: 'effectiveFrom', code: 'DATE_PASSED' }] })
    return { value: { version: await insertPolicy(tx, policy, from) }, subjectId: call.portalId }
  })
}

export async function hasPolicy(tx: Tx): Promise<boolean> {
  return (await findPolicyInEffect(tx)) !== undefined
}
