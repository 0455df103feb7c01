import { forgetDeaths } from '../../db/accounts.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { mintId } from '../../db/ids.ts'
import { endLeaversAccess, findRights, writeRights } from '../../db/leaver-rights.ts'
import { findPossibleLeavers, type PossibleLeaver } from '../../db/leavers.ts'
import { findOffboarding, isUnderWay, latestLeavings, lockLeavers } from '../../db/offboardings.ts'
import { actorId } from '../../domain/accounts/access.ts'
import { lastDayProblems } from '../../domain/employments/leaver-item.ts'
import { isLive } from '../../domain/employments/leaver-rights.ts'
import { later, localDate, localInstant } from '../../domain/time.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { readReason } from '../journeys/hold-journey.ts'
import { isOneself } from '../oneself.ts'
import { reaches } from '../reach.ts'
import { endAsRehired } from './end-as-rehired.ts'

export type RehireLeaver = {
  readonly organisationId: string
  readonly personId: string
  /** The first new day; null: now. */
  readonly startsOn: string | null
  readonly reason: string
}

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/**
 * The same account, with the rights of an employee from the first new day. Whatever else they may do is given anew: another
 * job need not be the one they left. Also after everything was closed, and where a block or a death was reported in error.
 */
export async function rehireLeaver(
  deps: Deps,
  call: Call,
  input: RehireLeaver,
): Promise<{ readonly personId: string; readonly journeyId: string }> {
  return execute(deps, call, 'leaverRehire', async (tx) => {
    const { organisationId, personId, startsOn } = input
    const leaver = await findReached(tx, call, input)
    if (leaver === undefined) return refuse('NOT_FOUND')
    const subject = { subjectId: leaver.accountId }
    if (startsOn !== null && lastDayProblems(startsOn, localDate(tx.now)).length > 0) {
      return refuse('INVALID_INPUT', { problems: [{ path: 'startsOn', code: 'INVALID_DATE' }], ...subject })
    }
    if (await isOneself(tx, call, leaver.accountId)) return refuse('SECOND_PERSON_NEEDED', subject)
    const reason = readReason(input, tx.now)
    if ('refused' in reason) return { ...reason, ...subject }
    await lockLeavers(tx, { organisationId, accountIds: [leaver.accountId] })
    const { accountId } = leaver
    const leaving = (await latestLeavings(tx, { organisationId, accountIds: [accountId] })).get(accountId)
    const isGone = leaving !== undefined && (isUnderWay(leaving) || !(await worksStill(tx, input, leaver)))
    if (!isGone) return refuse('NOT_GONE', subject)
    const { journeyId } = leaving
    const from = later(tx.now, startsOn === null ? tx.now : localInstant(startsOn))
    await comeBack(tx, deps, { call, input, leaver, from, journeyId, ...reason })
    return { value: { personId, journeyId }, ...reason, ...subject, journeyId }
  })
}

async function findReached(
  tx: Tx,
  call: Call,
  { organisationId, personId }: RehireLeaver,
): Promise<PossibleLeaver | undefined> {
  if (!reaches(call, ['offboarding.write'], organisationId, tx.now)) return undefined
  const [leaver] = await findPossibleLeavers(tx, { organisationId, personIds: [personId], references: [] })
  return leaver
}

type Back = {
  readonly call: Call
  readonly input: RehireLeaver
  readonly leaver: PossibleLeaver
  readonly from: Date
  readonly journeyId: string
  readonly note: string
}

async function comeBack(tx: Tx, deps: Deps, back: Back): Promise<void> {
  const { call, input, leaver, from, journeyId, note } = back
  const { organisationId } = input
  const { accountId } = leaver
  const { actor } = call
  const held = await findOffboarding(tx, journeyId)
  if (held === undefined) throw new Error('a leaving is gone')
  await forgetDeaths(tx, [accountId])
  const isOpen = held.journey.status === 'open'
  if (isOpen && (await endAsRehired(tx, deps, held, { actor, note, from }))) return
  if (!isOpen) await endLeaversAccess(tx, { organisationId, accountId, from, actor })
  const given = { kind: 'give', role: 'EMPLOYEE', system: null, validFrom: from, validUntil: null } as const
  const by = { organisationId, actorKind: actor.kind, actorId: actorId(actor) }
  await writeRights(tx, by, [{ ...given, id: await mintId(tx), accountId, journeyId, reason: 'rehire' }])
}

/** Whom no leaving ends, or who was rehired already. */
async function worksStill(tx: Tx, { organisationId }: RehireLeaver, { accountId }: PossibleLeaver): Promise<boolean> {
  const rights = (await findRights(tx, { organisationId, leavers: [{ accountId, journeyId: null }] })).get(accountId)
  return rights?.some((right) => right.role === 'EMPLOYEE' && isLive(right, tx.now)) === true
}
