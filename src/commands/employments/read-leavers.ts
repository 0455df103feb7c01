import type { Tx } from '../../db/client.ts'
import { findPossibleLeavers, type PossibleLeaver } from '../../db/leavers.ts'
import { itemProblems, type LeaverItem } from '../../domain/employments/leaver-item.ts'
import type { Problem } from '../../domain/errors.ts'
import { localDate } from '../../domain/time.ts'

export type NamedLeaver = { readonly index: number; readonly item: LeaverItem; readonly leaver: PossibleLeaver }

type Refused = readonly [index: number, result: { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] }]

type Read = { readonly named: readonly NamedLeaver[]; readonly refused: readonly Refused[] }

type Asked = { readonly organisationId: string; readonly items: readonly LeaverItem[] }

/** Tells the items that mean somebody from those that do not; the second one about the same person is told so. */
export async function readLeavers(tx: Tx, { organisationId, items }: Asked): Promise<Read> {
  const found = await findPossibleLeavers(tx, {
    organisationId,
    personIds: items.flatMap(({ personId }) => personId ?? []),
    references: items.flatMap(({ externalReference }) => externalReference ?? []),
  })
  const byPerson = new Map(found.map((leaver) => [leaver.personId, leaver]))
  const byReference = new Map(found.flatMap((leaver) => leaver.references.map((one) => [one, leaver] as const)))
  const today = localDate(tx.now)
  const named: NamedLeaver[] = []
  const refused: Refused[] = []
  const seen = new Set<string>()
  for (const [index, item] of items.entries()) {
    const leaver = byPerson.get(item.personId ?? '') ?? byReference.get(item.externalReference ?? '')
    const problems = [...itemProblems(item, today), ...(leaver === undefined ? [nobody] : standing(leaver, seen))]
    if (leaver === undefined || problems.length > 0) refused.push([index, { outcome: 'REFUSED', problems }])
    else named.push({ index, item, leaver })
    if (leaver !== undefined) seen.add(leaver.personId)
  }
  return { named, refused }
}

const nobody = { path: 'person', code: 'NOT_FOUND' } as const

/** The dead leave no more: what was theirs has ended, and what is left is for HR and the heirs. */
function standing({ personId, isDead }: PossibleLeaver, seen: ReadonlySet<string>): readonly Problem[] {
  if (isDead) return [{ path: 'person', code: 'NOTHING_TO_END' }]
  return seen.has(personId) ? [{ path: 'person', code: 'DUPLICATE_ITEM' }] : []
}
