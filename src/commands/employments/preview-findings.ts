import type { Tx } from '../../db/client.ts'
import { findPossibleLeavers } from '../../db/leavers.ts'
import type { LeavingBatchItem } from '../../db/leaving-batch-items.ts'
import type { FindingKind } from '../../domain/employments/findings.ts'
import { findingsOf } from './leaving-case.ts'

type Previewed = Pick<LeavingBatchItem, 'number' | 'personId' | 'handsInPhone'>

/** What would lock out those who are on a list, by their numbers. Where an item means nobody there is nothing to find. */
export async function previewFindings(
  tx: Tx,
  organisationId: string,
  items: readonly Previewed[],
): Promise<ReadonlyMap<number, readonly FindingKind[]>> {
  const personIds = items.flatMap(({ personId }) => personId ?? [])
  const found = await findPossibleLeavers(tx, { organisationId, personIds, references: [] })
  const accounts = new Map(found.map(({ personId, accountId }) => [personId, accountId]))
  const told = items.flatMap(({ number, personId, handsInPhone }) => {
    const accountId = accounts.get(personId ?? '')
    return accountId === undefined ? [] : [{ number, accountId, handsInPhone }]
  })
  const findings = await findingsOf(tx, organisationId, told)
  return new Map(told.map(({ number, accountId }) => [number, findings.get(accountId) ?? []]))
}
