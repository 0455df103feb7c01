import type { Pool, Tx } from '../../db/client.ts'
import { allGrants } from '../../db/grants.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import { sharesMailbox } from '../../db/own-account.ts'
import { findRecovery, approveRecovery as moveToApproved, type RecoveryCase } from '../../db/recoveries.ts'
import { closeTasksOfKind } from '../../db/tasks.ts'
import { answersFor, recoveryPlace } from '../../domain/accounts/recovery.ts'
import type { Code } from '../../domain/codes.ts'
import { AccessError } from '../../domain/errors.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { holdJourney } from '../journeys/hold-journey.ts'
import { isProvenFresh } from './hold-own-account.ts'
import { judgeRecoverable, numbersForPin } from './judge-recoverable.ts'
import { planOf } from './recovery-facts.ts'

export type ApproveRecovery = {
  readonly journeyId: string
  /** What was looked at is what is approved. */
  readonly expectedVersion: number
}

/**
 * The second pair of eyes: somebody else, who answers for the same. Whatever was decided at the start is decided again,
 * because rights, addresses and factors may have changed in between.
 */
export async function approveRecovery(
  deps: { readonly app: Pool },
  call: Call,
  { journeyId, expectedVersion }: ApproveRecovery,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'recoveryApprove', async (tx) => {
    const held = await holdAsked(tx, call, journeyId)
    if ('refused' in held) return held
    const { journey, account, approvedBy } = held
    const subject = { subjectId: account.id, journeyId }
    if (journey.seq !== expectedVersion) return refuse('CHANGED_MEANWHILE', subject)
    const code = (await judgeRights(tx, call, held)) ?? (await judgeWay(tx, held))
    if (code !== null) return refuse(code, subject)
    // Whoever left a screen unlocked has not looked at anything: the second pair of eyes proves that it is theirs.
    if (!(await isProvenFresh(tx, call))) return refuse('STEP_UP_NEEDED', subject)
    if (!(await moveToApproved(tx, journeyId, approvedBy))) throw new Error('a locked recovery moved')
    await closeTasksOfKind(tx, journeyId, { kinds: ['APPROVE_RECOVERY'], closedBy: approvedBy })
    await appendFact(tx, journey, { fact: 'recoveryApproved', actor: call.actor })
    await raiseJourney(tx, journey)
    return { value: { journeyId }, ...subject }
  })
}

type Asked = RecoveryCase & { readonly approvedBy: string }

/** A recovery that waits for another person, and that other person. */
async function holdAsked(tx: Tx, call: Call, journeyId: string): Promise<Asked | Refusal> {
  const journey = await holdJourney(tx, call, { journeyId }, ['recovery.write'])
  if ('refused' in journey) return journey
  if (call.actor.kind !== 'account') throw new AccessError('FORBIDDEN')
  const held = await findRecovery(tx, journeyId)
  if (held === undefined) return refuse('NOT_FOUND')
  const { accountId: approvedBy } = call.actor
  const { recovery, account } = held
  // Under another user name it would be the same person.
  const isAnother = !(await sharesMailbox(tx, approvedBy, [recovery.startedBy, account.id]))
  const code = judgeTurn(held, approvedBy, tx.now) ?? (isAnother ? null : 'SECOND_PERSON_NEEDED')
  return code === null ? { ...held, approvedBy } : refuse(code, { subjectId: held.account.id, journeyId })
}

function judgeTurn(held: RecoveryCase, approvedBy: string, now: Date): Code | null {
  const { recovery, account } = held
  if (approvedBy === recovery.startedBy || approvedBy === account.id) return 'SECOND_PERSON_NEEDED'
  if (recovery.status === 'approved' || recovery.status === 'issued') return 'ALREADY_APPROVED'
  return recovery.status === 'asked' && now < planOf(held).approveBefore ? null : 'JOURNEY_ENDED'
}

async function judgeRights(tx: Tx, { actor }: Call, { account }: RecoveryCase): Promise<Code | null> {
  const grants = await allGrants(tx, account.id)
  const isTheirs = recoveryPlace(actor, grants, tx.now) !== undefined && answersFor(actor, grants, tx.now)
  return isTheirs ? null : 'RECOVERY_NOT_YOURS'
}

/** Neither of the two may be who reads the private address. */
async function judgeWay(tx: Tx, held: Asked): Promise<Code | null> {
  const { recovery, approvedBy } = held
  const { privateEmail, pinMobile } = recovery
  // It is another phone by now, or the employer's: a PIN goes to none that would not be chosen today.
  if (pinMobile !== null && !(await numbersForPin(tx, held)).includes(pinMobile)) return 'NO_SECOND_CHANNEL'
  const way = { privateEmail, pinMobile, setsPassword: pinMobile !== null }
  return judgeRecoverable(tx, held, { way, desk: [recovery.startedBy, approvedBy] })
}
