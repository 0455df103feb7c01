import type { AccountRow } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { grantsInForce } from '../../db/grants.ts'
import { policyInEffect } from '../../db/portals.ts'
import { isObliged } from '../../domain/accounts/enrolment.ts'

/** By the policy in effect and the roles in force today: what an enrolment began with may be gone. */
export async function isStillObliged(tx: Tx, { id, status }: Pick<AccountRow, 'id' | 'status'>): Promise<boolean> {
  if (status !== 'active') return false
  const { policy } = await policyInEffect(tx)
  const grants = await grantsInForce(tx, id)
  return isObliged(
    policy.factors,
    grants.map(({ role }) => role),
    tx.now,
  )
}
