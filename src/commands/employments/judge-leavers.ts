import type { Tx } from '../../db/client.ts'
import { policyInEffect } from '../../db/portals.ts'
import { leavingCalendar } from '../../domain/employments/offboarding.ts'
import type { Problem } from '../../domain/errors.ts'
import { judgeLeaver, standingOf } from './judge-leaver.ts'
import type { NamedLeaver } from './read-leavers.ts'

type Settled =
  | { readonly outcome: 'REPEATED'; readonly personId: string; readonly journeyId: string }
  | { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] }

type Judged = {
  readonly fresh: readonly NamedLeaver[]
  readonly settled: readonly (readonly [index: number, result: Settled])[]
}

type Judging = {
  readonly organisationId: string
  readonly named: readonly NamedLeaver[]
  /** Said by a system or a list, not of one person by another. */
  readonly isSystem: boolean
}

/** Tells those who can leave from those who are leaving already, and from those who have nothing to lose. It only reads. */
export async function judgeLeavers(tx: Tx, { organisationId, named, isSystem }: Judging): Promise<Judged> {
  if (named.length === 0) return { fresh: [], settled: [] }
  const accountIds = named.map(({ leaver }) => leaver.accountId)
  const standing = await standingOf(tx, organisationId, accountIds)
  const { policy } = await policyInEffect(tx)
  const fresh: NamedLeaver[] = []
  const settled: (readonly [number, Settled])[] = []
  for (const one of named) {
    const { accountId, personId } = one.leaver
    const { lastDay } = one.item
    const calendar = leavingCalendar(
      { plannedAt: tx.now, cause: 'left', lastDay, extendedTo: null },
      policy.offboarding,
    )
    const verdict = judgeLeaver(standing(accountId), { lastDay, calendar, now: tx.now, isSystem })
    if (verdict === 'FRESH') fresh.push(one)
    else if (typeof verdict === 'string') settled.push([one.index, refusal(verdict)])
    else settled.push([one.index, { outcome: 'REPEATED', personId, journeyId: verdict.repeats }])
  }
  return { fresh, settled }
}

function refusal(code: 'LEAVING_ALREADY' | 'NOTHING_TO_END'): Settled {
  return { outcome: 'REFUSED', problems: [{ path: 'person', code }] }
}
