import { randomUUID } from 'node:crypto'
import type { PaymentItem } from '../../src/domain/documents/figure-item.ts'
import { callAs, type Scene, type Stage } from './scene.ts'

/** Payroll of an organisation, by its key. */
export function payrollOf({ portalId, organisationId }: Stage) {
  return callAs(portalId, { kind: 'service', keyId: randomUUID(), organisationId, scopes: ['payroll:write'] })
}

/** Whom the organisation invited under a reference of its own. */
export async function nameByReference(
  { owner }: Scene,
  { portalId, organisationId }: Stage,
  { accountId, reference }: { accountId: string; reference: string },
): Promise<void> {
  const journeyId = randomUUID()
  await owner`insert into journeys (portal_id, id, kind, subject_id, organisation_id, policy_version, status)
    values (${portalId}, ${journeyId}, 'account-activation', ${accountId}, ${organisationId}, 1, 'ended')`
  await owner`insert into activations (portal_id, journey_id, account_id, organisation_id, role, external_reference, planned_at)
    values (${portalId}, ${journeyId}, ${accountId}, ${organisationId}, 'EMPLOYEE', ${reference}, drempel.now())`
}

export function wages(externalReference: string, more: Partial<PaymentItem> = {}): PaymentItem {
  return { externalReference, paidOn: '2026-03-27', amountCents: 123_456, kind: 'WAGES', ...more }
}
