import { noteDeath } from '../../db/accounts.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { hasAccessElsewhere } from '../../db/grants.ts'
import { mintId } from '../../db/ids.ts'
import { referenceOf } from '../../db/journey-cases.ts'
import { lockJourney } from '../../db/journeys.ts'
import { findRights } from '../../db/leaver-rights.ts'
import { findPossibleLeavers, type PossibleLeaver } from '../../db/leavers.ts'
import {
  findOffboarding,
  isUnderWay,
  type LatestLeaving,
  latestLeavings,
  lockLeavers,
  type OffboardingCase,
} from '../../db/offboardings.ts'
import { findOrganisation } from '../../db/portals.ts'
import { lastDayProblems } from '../../domain/employments/leaver-item.ts'
import { isLive } from '../../domain/employments/leaver-rights.ts'
import type { LeavingCause } from '../../domain/employments/offboarding.ts'
import type { Problem } from '../../domain/errors.ts'
import { localDate } from '../../domain/time.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { endTrust } from '../accounts/end-trust.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { readReason } from '../journeys/hold-journey.ts'
import { openTask } from '../journeys/open-task.ts'
import { reaches } from '../reach.ts'
import { replanOffboarding } from './replan-offboarding.ts'
import { writeOffboardings, writtenBy } from './write-offboardings.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

export type BlockPerson = { readonly organisationId: string; readonly personId: string; readonly reason: string }
export type ReportDeath = BlockPerson & { readonly diedOn: string }

type Ended = { readonly journeyId: string }

/** For cause: everything of the organisation ends now. The duty to hand over payslips and statements stays (BW 7:626). */
export async function blockPerson(deps: Deps, call: Call, input: BlockPerson): Promise<Ended> {
  return execute(deps, call, 'personBlock', (tx) => endNow(tx, deps, { call, input, cause: 'blocked' }))
}

/** The contract ended on the day of death (BW 7:674). Nothing is sent to the person; HR helps the heirs. */
export async function reportDeath(deps: Deps, call: Call, input: ReportDeath): Promise<Ended> {
  return execute(deps, call, 'personDeathReport', (tx) => endNow(tx, deps, { call, input, cause: 'deceased' }))
}

type Ending = {
  readonly call: Call
  readonly input: BlockPerson & { readonly diedOn?: string }
  readonly cause: Exclude<LeavingCause, 'left'>
}

const tasks = { blocked: 'POST_DOCUMENTS', deceased: 'HELP_HEIRS' } as const

async function endNow(tx: Tx, deps: Deps, ending: Ending) {
  const { call, input, cause } = ending
  const { organisationId, personId, diedOn } = input
  const isReached = reaches(call, ['offboarding.write'], organisationId, tx.now)
  const [leaver] = isReached
    ? await findPossibleLeavers(tx, { organisationId, personIds: [personId], references: [] })
    : []
  if (leaver === undefined) return refuse('NOT_FOUND')
  const { accountId } = leaver
  const reason = readReason(input, tx.now)
  if ('refused' in reason) return { ...reason, subjectId: accountId }
  const problems = diedOn === undefined ? [] : deathProblems(diedOn, localDate(tx.now))
  if (problems.length > 0) return refuse('INVALID_INPUT', { problems, subjectId: accountId })

  await lockLeavers(tx, { organisationId, accountIds: [accountId] })
  const leaving = (await latestLeavings(tx, { organisationId, accountIds: [accountId] })).get(accountId)
  if (leaving !== undefined && (await isSaid(tx, { ...ending, leaving }))) {
    const { journeyId } = leaving
    await noteDied(tx, ending, accountId)
    return { value: { journeyId }, ...reason, subjectId: accountId, journeyId }
  }
  const open = leaving !== undefined && isUnderWay(leaving) ? leaving : undefined
  const held = await endedCase(tx, deps, { ...ending, leaver, open, ...reason })
  if ('refused' in held) return held
  await endTrust(tx, accountId, { reason: 'ACCESS_CHANGED' })
  await noteDied(tx, ending, accountId)
  await openTask(
    tx,
    deps,
    { ...held, concerns: await referenceOf(tx, held.journey) },
    { kind: tasks[cause], dueAt: null },
  )
  return { value: { journeyId: held.journey.id }, ...reason, subjectId: accountId, journeyId: held.journey.id }
}

/** Another employer of theirs says so itself: until then what it gave, and what it writes, goes on. */
async function noteDied(tx: Tx, { input, cause }: Ending, accountId: string): Promise<void> {
  const { organisationId, personId, diedOn } = input
  if (cause !== 'deceased' || diedOn === undefined) return
  if (!(await hasAccessElsewhere(tx, accountId, organisationId))) await noteDeath(tx, personId, diedOn)
}

/** Said twice, by two of HR at once, or since it was carried out; and whoever died is not blocked any more. */
async function isSaid(
  tx: Tx,
  { input, cause, leaving }: Ending & { readonly leaving: LatestLeaving },
): Promise<boolean> {
  const { organisationId, diedOn } = input
  const isTheSame =
    cause === 'blocked' ? leaving.cause !== 'left' : leaving.cause === cause && leaving.lastDay === diedOn
  if (!isTheSame || isUnderWay(leaving)) return isTheSame
  const { accountId, status } = leaving
  const rights = (await findRights(tx, { organisationId, leavers: [{ accountId, journeyId: null }] })).get(accountId)
  return status === 'closed' && rights?.every((right) => !isLive(right, tx.now)) === true
}

function deathProblems(diedOn: string, today: string): readonly Problem[] {
  if (lastDayProblems(diedOn, today).length > 0) return [{ path: 'diedOn', code: 'INVALID_DATE' }]
  return diedOn > today ? [{ path: 'diedOn', code: 'INVALID_DATE' }] : []
}

type Located = Ending & {
  readonly leaver: PossibleLeaver
  readonly open: LatestLeaving | undefined
  readonly note: string
}

/** The leaving that is under way, planned anew; or one that begins and ends now. */
async function endedCase(tx: Tx, deps: Deps, located: Located): Promise<OffboardingCase | Refusal> {
  const { call, input, cause, leaver, open, note } = located
  const { organisationId } = input
  const lastDay = input.diedOn ?? localDate(tx.now)
  if (open !== undefined) {
    const held = await findOffboarding(tx, open.journeyId)
    if (held === undefined) throw new Error('a locked leaving is gone')
    const fact = { fact: factOf[cause], actor: call.actor, data: { lastDay }, note }
    // The last day of whoever is blocked stays what HR said; of the dead it is the day of death.
    const change = cause === 'deceased' ? { cause, lastDay } : { cause }
    return replanOffboarding(tx, deps, held, { ...fact, change })
  }
  const organisation = await findOrganisation(tx, organisationId)
  if (organisation === undefined) return refuse('NOT_FOUND')
  const journeyId = await mintId(tx)
  const act = cause === 'blocked' ? 'personBlock' : 'personDeathReport'
  const leavers = [{ index: 0, leaver, journeyId, lastDay, cause, handsInPhone: true }]
  await writeOffboardings(tx, deps, { by: writtenBy(call), organisation, leavers, note, act })
  await lockJourney(tx, journeyId)
  const held = await findOffboarding(tx, journeyId)
  if (held === undefined) throw new Error('a leaving was not written')
  return held
}

const factOf = { blocked: 'blocked', deceased: 'died' } as const
