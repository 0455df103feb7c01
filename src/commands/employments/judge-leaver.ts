import type { Tx } from '../../db/client.ts'
import { findRights } from '../../db/leaver-rights.ts'
import { isUnderWay, type LatestLeaving, latestLeavings } from '../../db/offboardings.ts'
import { type HeldRight, isLive, rightsToChange } from '../../domain/employments/leaver-rights.ts'
import type { LeavingCalendar } from '../../domain/employments/offboarding.ts'

/** How somebody stands in an organisation when a last day is recorded. */
type Standing = {
  /** Under way, or the last that was. */
  readonly leaving: LatestLeaving | undefined
  readonly rights: readonly HeldRight[]
}

/** Of one or many. It stays true where their accounts are locked; a rehearsal looks without locks. */
export async function standingOf(
  tx: Tx,
  organisationId: string,
  accountIds: readonly string[],
): Promise<(accountId: string) => Standing> {
  const latest = await latestLeavings(tx, { organisationId, accountIds })
  const leavers = accountIds.map((accountId) => ({ accountId, journeyId: null }))
  const rights = await findRights(tx, { organisationId, leavers })
  return (accountId) => ({ leaving: latest.get(accountId), rights: rights.get(accountId) ?? [] })
}

type LeaverVerdict = 'FRESH' | 'LEAVING_ALREADY' | 'NOTHING_TO_END' | { readonly repeats: string }

type Asked = {
  readonly lastDay: string
  readonly calendar: LeavingCalendar
  readonly now: Date
  /** A system, and a list, say what is on file, night after night; a person means it. */
  readonly isSystem: boolean
}

/** Whether a plan begins with this last day. */
export function judgeLeaver(standing: Standing, asked: Asked): LeaverVerdict {
  const { leaving, rights } = standing
  const { lastDay, calendar, now } = asked
  const isLeft = leaving?.cause === 'left'
  // Whatever closed it: of whoever came back since it ends nothing.
  const isSame = leaving?.lastDay === lastDay && (isLeft || leaving.status === 'closed')
  if (leaving !== undefined && isUnderWay(leaving)) return isSame ? { repeats: leaving.journeyId } : 'LEAVING_ALREADY'
  // A block or a death took everything: a last day gives nothing of it back.
  const isTaken = leaving?.status === 'closed' && !isLeft
  if (isTaken && !rights.some((right) => !right.isLeavers && isLive(right, now))) return 'NOTHING_TO_END'
  if (isSame && isSettled(leaving, standing, asked)) return { repeats: leaving.journeyId }
  const isNothing = rights.every(({ isLeavers }) => isLeavers) || rightsToChange(rights, calendar, now).length === 0
  return isNothing ? 'NOTHING_TO_END' : 'FRESH'
}

/** The last day was dealt with. Of whoever stays beyond it all the same, a system may not know. */
function isSettled(leaving: LatestLeaving, { rights }: Standing, { lastDay, calendar, now, isSystem }: Asked): boolean {
  if (leaving.status === 'closed') return !worksOn(rights, calendar, now)
  if (leaving.status !== 'rehired') return false
  return isSystem && (leaving.rehiredOn ?? '') > lastDay
}

/** Has rights of their own from before the narrowing: of whoever came back later, this last day ends nothing. */
function worksOn(rights: readonly HeldRight[], { narrowAt }: LeavingCalendar, now: Date): boolean {
  return rights.some((right) => !right.isLeavers && isLive(right, now) && right.validFrom < narrowAt)
}
