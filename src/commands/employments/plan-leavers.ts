import type { Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import { lockLeavers } from '../../db/offboardings.ts'
import type { OrganisationRow } from '../../db/portals.ts'
import type { LeaverItem } from '../../domain/employments/leaver-item.ts'
import type { Problem } from '../../domain/errors.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { judgeLeavers } from './judge-leavers.ts'
import { readLeavers } from './read-leavers.ts'
import { type WrittenBy, writeOffboardings } from './write-offboardings.ts'

/** REPEATED: this very last day is recorded already. */
export type LeaverResult =
  | { readonly outcome: 'PLANNED' | 'REPEATED'; readonly personId: string; readonly journeyId: string }
  | { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] }

type Planning = {
  readonly by: WrittenBy
  readonly organisation: OrganisationRow
  readonly items: readonly LeaverItem[]
  readonly note: string | null
  /** One of many calls for a longer list: its mails give way, however few it plans. */
  readonly isBulk?: boolean | undefined
}

/**
 * Plans whoever can leave, and answers of every item what became of it, in the same order. Decided under the locks of all of
 * them, where nobody else can plan the same.
 */
export async function planLeavers(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { by, organisation, items, note, isBulk }: Planning,
): Promise<readonly LeaverResult[]> {
  const organisationId = organisation.id
  const { named, refused } = await readLeavers(tx, { organisationId, items })
  const accountIds = named.map(({ leaver }) => leaver.accountId)
  if (accountIds.length > 0) await lockLeavers(tx, { organisationId, accountIds })
  const { fresh, settled } = await judgeLeavers(tx, {
    organisationId,
    named,
    isSystem: by.kind === 'service' || isBulk === true || items.length > 1,
  })
  const ids = [...(await mintIds(tx, fresh.length))]
  const leavers = fresh.map(({ index, item, leaver }) => ({
    index,
    leaver,
    journeyId: ids.shift() ?? '',
    lastDay: item.lastDay,
    handsInPhone: item.handsInPhone ?? true,
    cause: 'left' as const,
  }))
  const planned = await writeOffboardings(tx, deps, { by, organisation, leavers, note, isBulk })
  const results = new Map<number, LeaverResult>([...refused, ...settled, ...planned])
  return items.map((_, index) => results.get(index) ?? missing(index))
}

function missing(index: number): never {
  throw new Error(`item ${index} has no result`)
}
