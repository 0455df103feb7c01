import type { Tx } from '../../db/client.ts'
import { findItemsNamed, type JudgedItem, type LeavingBatchItem, type Named } from '../../db/leaving-batch-items.ts'
import type { LeaverItem } from '../../domain/employments/leaver-item.ts'
import type { LeaverExpectation } from '../../domain/employments/leaving-batch.ts'
import type { Problem } from '../../domain/errors.ts'
import { isLocalDate } from '../../domain/time.ts'
import { judgeLeavers } from './judge-leavers.ts'
import { readLeavers } from './read-leavers.ts'

/** What would become of an item if it were planned now. */
export type Verdict = {
  readonly expected: LeaverExpectation
  readonly problems: readonly Problem[]
  readonly personId: string | null
}

type Asked = { readonly organisationId: string; readonly items: readonly LeaverItem[] }

/** Judges as planning does, without a lock: for people to look at. In the order of the items. */
export async function previewLeavers(tx: Tx, { organisationId, items }: Asked): Promise<readonly Verdict[]> {
  const { named, refused } = await readLeavers(tx, { organisationId, items })
  const { settled } = await judgeLeavers(tx, { organisationId, named, isSystem: true })
  const people = new Map(named.map(({ index, leaver }) => [index, leaver.personId]))
  const known = new Map([...refused, ...settled])
  return items.map((_, index) => {
    const personId = people.get(index) ?? null
    const result = known.get(index)
    if (result === undefined) return { expected: 'PLANNABLE', problems: [], personId }
    const problems = 'problems' in result ? result.problems : []
    return { expected: result.outcome, problems, personId }
  })
}

const longestReference = 200

/** An item that can be kept says who in exactly one way, and names a day. Others are told to their caller alone. */
export function isKept({ personId, externalReference, lastDay }: LeaverItem): boolean {
  const reference = externalReference ?? null
  const isNamed = ((personId ?? null) === null) !== (reference === null)
  return isNamed && isLocalDate(lastDay) && (reference === null || [...reference].length <= longestReference)
}

export function nameOf({ personId, externalReference }: LeaverItem): Named {
  return { givenPersonId: personId ?? null, externalReference: externalReference ?? null }
}

export function keyOf({ givenPersonId, externalReference }: Named): string {
  return givenPersonId === null ? `reference ${externalReference}` : `person ${givenPersonId}`
}

/** What a batch holds of these items, by how they say who. */
export async function itemsThere(
  tx: Tx,
  journeyId: string,
  items: readonly LeaverItem[],
): Promise<ReadonlyMap<string, LeavingBatchItem>> {
  const there = await findItemsNamed(tx, journeyId, items.filter(isKept).map(nameOf))
  return new Map(there.map((item) => [keyOf(item), item]))
}

type Numbering = {
  readonly items: readonly LeaverItem[]
  readonly verdicts: readonly Verdict[]
  readonly there: ReadonlyMap<string, Pick<LeavingBatchItem, 'number'>>
  /** How many the batch has. */
  readonly count: number
}

/** One row for each way of saying who; of two alike in one call the first is meant. */
export function numbered({ items, verdicts, there, count }: Numbering): ReadonlyMap<string, JudgedItem> {
  const rows = new Map<string, JudgedItem>()
  let last = count
  for (const [index, item] of items.entries()) {
    const verdict = verdicts[index]
    const key = keyOf(nameOf(item))
    if (verdict === undefined || !isKept(item) || rows.has(key)) continue
    const number = there.get(key)?.number ?? ++last
    rows.set(key, { ...nameOf(item), ...wishOf(item), ...verdict, number })
  }
  return rows
}

function wishOf({ lastDay, handsInPhone }: LeaverItem): Pick<LeavingBatchItem, 'lastDay' | 'handsInPhone'> {
  return { lastDay, handsInPhone: handsInPhone ?? true }
}

/** Whether an item says what a row holds already. */
export function isSame(item: LeaverItem, row: Pick<LeavingBatchItem, 'lastDay' | 'handsInPhone'>): boolean {
  const wish = wishOf(item)
  return wish.lastDay === row.lastDay && wish.handsInPhone === row.handsInPhone
}
