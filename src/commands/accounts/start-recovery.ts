import { lockAccount } from '../../db/accounts.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { allGrants } from '../../db/grants.ts'
import { referenceOf } from '../../db/journey-cases.ts'
import { appendFact } from '../../db/journeys.ts'
import { type AccountOwner, findOwner } from '../../db/own-account.ts'
import { findPeople } from '../../db/people.ts'
import { policyInEffect } from '../../db/portals.ts'
import { findOpenRecovery, findRecovery, insertRecovery, type NewRecovery } from '../../db/recoveries.ts'
import { parseEmail } from '../../domain/accounts/contact.ts'
import type { ProofingCheck } from '../../domain/accounts/proofing.ts'
import { answersFor, recoveryPlace } from '../../domain/accounts/recovery.ts'
import { AccessError, type Problem } from '../../domain/errors.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import { parseNote } from '../../domain/text.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { openTask } from '../journeys/open-task.ts'
import { isOneself } from '../oneself.ts'
import { reaches } from '../reach.ts'
import type { LinkDeps } from './invite-now.ts'
import { judgeRecoverable, numbersForPin, type RecoveryWay } from './judge-recoverable.ts'
import { noticeRecovery } from './notice-recovery.ts'
import { planOf } from './recovery-facts.ts'

export type StartRecovery = {
  readonly personId: string
  /** Which checks were made. */
  readonly checks: readonly ProofingCheck[]
  /** Why, for the colleague who approves. */
  readonly note: string
  /** Where the old address is lost too, as when somebody has left: theirs from the end of the recovery on. */
  readonly privateEmail?: string | null | undefined
  /** Another password is chosen as well, with a link and a PIN. */
  readonly isPasswordLost?: boolean | null | undefined
}

type Deps = LinkDeps & { readonly app: Pool }

/**
 * The desk asks that somebody's access be restored. The person is told everywhere at once, and another one of the desk is
 * asked to approve. Two of the desk who start at the same moment wait for one another at the account.
 */
export async function startRecovery(
  deps: Deps,
  call: Call,
  input: StartRecovery,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'recoveryStart', async (tx) => {
    const lost = await holdLost(tx, call, input.personId)
    if ('refused' in lost) return lost
    const subject = { subjectId: lost.account.id }
    const { policy, version } = await policyInEffect(tx)
    const note = parseNote(input.note)
    const problems = problemsOf({ ...input, note }, policy.recovery)
    if (problems.length > 0 || note === null) return refuse('INVALID_INPUT', { problems, ...subject })
    const way = await wayOf(tx, lost, input)
    const code = await judgeRecoverable(tx, lost, { way, desk: [lost.startedBy] })
    if (code !== null) return refuse(code, subject)
    const open = await findOpenRecovery(tx, lost.account.id)
    if (open !== undefined) return refuse('RECOVERY_UNDER_WAY', { ...subject, journeyId: open })
    const { startedBy, organisationId } = lost
    const checks = [...new Set(input.checks)]
    const { privateEmail, pinMobile } = way
    const whose = { accountId: lost.account.id, startedBy, organisationId }
    const asked = { ...whose, checks, privateEmail, pinMobile, policyVersion: version }
    const journeyId = await begin(tx, deps, { call, asked, note })
    return { value: { journeyId }, note, ...subject, journeyId }
  })
}

type Lost = AccountOwner & { readonly organisationId: string | null; readonly startedBy: string }

/** Whoever lost their second step, with their account locked: for those who answer for them, and never for oneself. */
async function holdLost(tx: Tx, call: Call, personId: string): Promise<Lost | Refusal> {
  const [found] = await findPeople(tx, [personId])
  if (found !== undefined) await lockAccount(tx, found.account.id)
  const grants = found === undefined ? [] : await allGrants(tx, found.account.id)
  const place = recoveryPlace(call.actor, grants, tx.now)
  const isReached = reaches(call, ['recovery.write'], place, tx.now)
  const owner = found && (await findOwner(tx, found.account.id))
  if (owner === undefined || place === undefined || !isReached) return refuse('NOT_FOUND')
  // Two people answer for it by name: neither a key nor the command line can be one of them.
  if (call.actor.kind !== 'account') throw new AccessError('FORBIDDEN')
  const subject = { subjectId: owner.account.id }
  if (await isOneself(tx, call, owner.account.id)) return refuse('SECOND_PERSON_NEEDED', subject)
  if (!answersFor(call.actor, grants, tx.now)) return refuse('RECOVERY_NOT_YOURS', subject)
  return { ...owner, organisationId: place, startedBy: call.actor.accountId }
}

/** Whoever has no password gets one in any case where the address is another one: without it no code helps them. */
async function wayOf(tx: Tx, lost: Lost, { privateEmail, isPasswordLost }: StartRecovery): Promise<RecoveryWay> {
  const email = parseEmail(privateEmail ?? '')
  const setsPassword = email !== null && (isPasswordLost === true || lost.account.passwordHash === null)
  return {
    privateEmail: email,
    setsPassword,
    pinMobile: setsPassword ? ((await numbersForPin(tx, lost))[0] ?? null) : null,
  }
}

type Given = Omit<StartRecovery, 'note'> & { readonly note: string | null }

function problemsOf(given: Given, policy: Policy['recovery']): readonly Problem[] {
  const { checks, note, privateEmail = null, isPasswordLost } = given
  const isComplete = policy.checks.every((check) => checks.includes(check))
  const isAddress = privateEmail === null || parseEmail(privateEmail) !== null
  // At the address on file everybody has a new password by themselves.
  const lacksAddress = isPasswordLost === true && privateEmail === null
  return [
    ...(isComplete ? [] : [{ path: 'checks', code: 'CHECKS_MISSING' } as const]),
    ...(note === null ? [{ path: 'note', code: 'REQUIRED' } as const] : []),
    ...(isAddress ? [] : [{ path: 'privateEmail', code: 'INVALID_EMAIL' } as const]),
    ...(lacksAddress ? [{ path: 'privateEmail', code: 'REQUIRED' } as const] : []),
  ]
}

type Begin = { readonly call: Call; readonly asked: NewRecovery; readonly note: string }

async function begin(tx: Tx, deps: Deps, { call, asked, note }: Begin): Promise<string> {
  const { id } = await insertRecovery(tx, asked)
  const held = await findRecovery(tx, id)
  if (held === undefined) throw new Error('a recovery was not written')
  const { journey, recovery } = held
  await appendFact(tx, journey, {
    fact: 'recoveryAsked',
    actor: call.actor,
    data: {
      checks: recovery.checks.join(' '),
      ...(recovery.privateEmail === null ? {} : { toPrivateAddress: true }),
      ...(recovery.pinMobile === null ? {} : { setsPassword: true }),
    },
    note,
  })
  const sent = await noticeRecovery(tx, deps, held)
  await appendFact(tx, journey, { fact: 'recoveryNoticed', actor: call.actor, data: sent })
  const about = { ...held, concerns: await referenceOf(tx, journey) }
  const dueAt = planOf(held).approveBefore
  await openTask(tx, deps, about, { kind: 'APPROVE_RECOVERY', dueAt, role: 'SERVICE_DESK' })
  return id
}
