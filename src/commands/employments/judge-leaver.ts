import type { Tx } from '../../db/client.ts'
import { findRights } from '../../db/leaver-rights.ts'
import { findOpenOffboardings, type Leaving } from '../../db/offboardings.ts'
import type { HeldRight } from '../../domain/employments/leaver-rights.ts'

/** How somebody stands in an organisation when a last day is recorded. */
type Standing = {
  /** The leaving that is under way. */
  readonly open: Leaving | undefined
  readonly rights: readonly HeldRight[]
}

/** Of one or many. It stays true where their accounts are locked; a rehearsal looks without locks. */
export async function standingOf(
  tx: Tx,
  organisationId: string,
  accountIds: readonly string[],
): Promise<(accountId: string) => Standing> {
  const open = new Map(
    (await findOpenOffboardings(tx, { organisationId, accountIds })).map((one) => [one.accountId, one]),
  )
  const leavers = accountIds.map((accountId) => ({ accountId, journeyId: null }))
  const rights = await findRights(tx, { organisationId, leavers })
  return (accountId) => ({ open: open.get(accountId), rights: rights.get(accountId) ?? [] })
}

type LeaverVerdict = 'FRESH' | 'LEAVING_ALREADY' | 'NOTHING_TO_END' | { readonly repeats: string }

/** Whether a plan begins with this last day. */
export function judgeLeaver({ open, rights }: Standing, lastDay: string): LeaverVerdict {
  if (open?.lastDay === lastDay && open.cause === 'left') return { repeats: open.journeyId }
  if (open !== undefined) return 'LEAVING_ALREADY'
  return rights.every(({ isLeavers }) => isLeavers) ? 'NOTHING_TO_END' : 'FRESH'
}
