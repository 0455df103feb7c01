import type { Tx } from '../../db/client.ts'
import { findLeaverFacts } from '../../db/leaver-facts.ts'
import type { OffboardingCase, OffboardingRow } from '../../db/offboardings.ts'
import { type FindingKind, leaverFindings } from '../../domain/employments/findings.ts'
import { type LeavingCalendar, leavingCalendar } from '../../domain/employments/offboarding.ts'

/** All instants of a leaving, by the policy it began with. */
export function calendarOf({ offboarding, policy }: Pick<OffboardingCase, 'offboarding' | 'policy'>): LeavingCalendar {
  return leavingCalendar(offboarding, policy.offboarding)
}

export type Told = Pick<OffboardingRow, 'accountId' | 'handsInPhone'>

/** What is wrong now, of one or many who leave one organisation. */
export async function findingsOf(
  tx: Tx,
  organisationId: string,
  leavers: readonly Told[],
): Promise<ReadonlyMap<string, readonly FindingKind[]>> {
  const facts = await findLeaverFacts(tx, { organisationId, accountIds: leavers.map(({ accountId }) => accountId) })
  return new Map(
    leavers.map(({ accountId, handsInPhone }) => {
      const signIn = facts.get(accountId)
      const findings = signIn === undefined ? [] : leaverFindings({ signIn, handsInPhone })
      return [accountId, findings.map(({ kind }) => kind)]
    }),
  )
}

/** Of many leavings, by journey. */
export async function findingsOfCases(
  tx: Tx,
  held: readonly OffboardingCase[],
): Promise<ReadonlyMap<string, readonly FindingKind[]>> {
  const found = new Map<string, readonly FindingKind[]>()
  const there = Map.groupBy(held, ({ offboarding }) => offboarding.organisationId)
  for (const [organisationId, cases] of there) {
    const findings = await findingsOf(
      tx,
      organisationId,
      cases.map(({ offboarding }) => offboarding),
    )
    for (const { journey, offboarding } of cases) found.set(journey.id, findings.get(offboarding.accountId) ?? [])
  }
  return found
}

export async function findingsOfCase(tx: Tx, { offboarding }: OffboardingCase): Promise<readonly FindingKind[]> {
  return (await findingsOf(tx, offboarding.organisationId, [offboarding])).get(offboarding.accountId) ?? []
}
