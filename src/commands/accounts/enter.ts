import { backupCodesLeft } from '../../db/backup-codes.ts'
import type { Tx } from '../../db/client.ts'
import { latestEnrolment } from '../../db/enrolments.ts'
import { endSession, renewSession } from '../../db/sessions.ts'
import { changeFlow, endFlow, insertFlow } from '../../db/sign-in-flows.ts'
import type { Proof } from '../../domain/accounts/account.ts'
import { enrolmentCalendar, isObliged, type Obligation, obligationOf } from '../../domain/accounts/enrolment.ts'
import { accessEnds, nextStep, type SignInNotice } from '../../domain/accounts/sign-in.ts'
import { AccessError } from '../../domain/errors.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { Call } from '../execute.ts'
import { beginEnrolment } from './begin-enrolment.ts'
import { type Entering, type FlowState, ownerOf, stepOf } from './flow-state.ts'
import { type FlowView, viewFlow } from './flow-view.ts'
import { type KeptDevice, keepDevice } from './keep-device.ts'
import { openSession, type SignedIn } from './open-session.ts'

export type EnterDeps = { readonly random: RandomPort; readonly sealing: SealingPort }

/** Where a sign-in stands: at a step that is asked for, or in. */
export type Entered = {
  /** Null while a step is left. After a step-up the one it began in, under another token. */
  readonly session: SignedIn | null
  readonly flow: FlowView | null
  readonly device: KeptDevice | null
  readonly notices: readonly SignInNotice[]
}

type Shown = {
  readonly call: Call
  readonly proof: Proof | null
  readonly mustChangePassword: boolean
}

/**
 * The password was right, or nobody needs one: signed in, or at the first step that is asked for. The account must be
 * locked.
 */
export async function enter(
  tx: Tx,
  deps: EnterDeps,
  entering: Entering,
  { call, proof, mustChangePassword }: Shown,
): Promise<Entered> {
  const { account, factors, policy } = entering
  const due = await dueOf(tx, entering)
  const enrolling = due.obligation === 'now'
  const begun = { purpose: 'sign-in', proof, enrolling, mustChangePassword } as const
  const step = nextStep({ ...begun, skipped: [], lost: [], factors }, policy.factors)
  if (step === null) return complete(tx, deps, entering, { call, proof, remembers: false, due })
  const token = deps.random.token()
  const flow = await insertFlow(tx, {
    ...begun,
    token,
    accountId: account.id,
    credentialVersion: account.credentialVersion,
    expiresAt: plusMinutes(tx.now, policy.signIn.flowMinutes),
  })
  return { session: null, flow: viewFlow({ ...entering, flow }, token), device: null, notices: [] }
}

type GoingOn = { readonly call: Call; readonly token: string }

/** A step was taken: the next one, or in. What the state says must be what the flow's row says. */
export async function goOn(tx: Tx, deps: EnterDeps, state: FlowState, { call, token }: GoingOn): Promise<Entered> {
  if (stepOf(state) !== null) return shown(state, token)
  const { flow } = state
  const due = await dueOf(tx, state)
  if (flow.purpose === 'sign-in' && due.obligation === 'now') {
    // Roles, the policy or the time of grace are no longer what they were when it began.
    if (!(await changeFlow(tx, flow.id, { enrolling: true }))) throw new Error('a locked sign-in ended')
    return shown({ ...state, flow: { ...flow, enrolling: true } }, token)
  }
  if (!(await endFlow(tx, flow.id))) throw new Error('a locked sign-in ended')
  if (flow.purpose === 'sign-in') return complete(tx, deps, state, { call, ...flow, due })
  return { session: await stepUp(tx, deps, state), flow: null, device: null, notices: [] }
}

function shown(state: FlowState, token: string): Entered {
  return { session: null, flow: viewFlow(state, token), device: null, notices: [] }
}

/** Whoever shows afresh that it is them gets another token, as at a sign-in: the one before may have been taken. */
async function stepUp(tx: Tx, { random }: EnterDeps, { account, flow }: FlowState): Promise<SignedIn> {
  const { sessionId, proof } = flow
  if (sessionId === null || proof === null) throw new Error('a step-up without a session or a proof')
  const token = random.token()
  const expiresAt = await renewSession(tx, sessionId, { proof, token })
  if (expiresAt === undefined) throw new AccessError('UNAUTHENTICATED')
  return { accountId: account.id, personId: account.personId, sessionId, token, expiresAt }
}

type Completing = {
  readonly call: Call
  readonly proof: Proof | null
  readonly remembers: boolean
  readonly due: Due
}

async function complete(
  tx: Tx,
  deps: EnterDeps,
  entering: Entering,
  { call, proof, remembers, due }: Completing,
): Promise<Entered> {
  const { account, factors, policy } = entering
  // A browser holds one session: the one it came with is not left behind to be found.
  if (call.actor.kind === 'account') await endSession(tx, call.actor.sessionId, 'REPLACED')
  const isFresh = proof === null ? factors.length === 0 : proof !== 'remembered-device'
  const session = await openSession(tx, deps, { account, policy, call, proof, isFresh })
  const device = await keepDevice(tx, deps, entering, { call, proof, remembers })
  return { session, flow: null, device, notices: await noticesFor(tx, deps, entering, due) }
}

async function noticesFor(tx: Tx, deps: EnterDeps, entering: Entering, due: Due): Promise<readonly SignInNotice[]> {
  const { account, factors, given, policy } = entering
  const endsAt = accessEnds(given, tx.now)
  const enrolBefore = await enrolDeadline(tx, deps, entering, due)
  const left = factors.length === 0 ? null : await backupCodesLeft(tx, account.id)
  return [
    ...(endsAt === null ? [] : [{ kind: 'ACCESS_ENDS', at: endsAt } as const]),
    ...(enrolBefore === null ? [] : [{ kind: 'ENROL_FACTOR_BEFORE', at: enrolBefore } as const]),
    ...(left === null || left > policy.factors.backupCodesLowAt ? [] : [{ kind: 'FEW_BACKUP_CODES', left } as const]),
  ]
}

/** Until when the second step can be put off. The first sign-in that asks for it begins the days of grace. */
async function enrolDeadline(
  tx: Tx,
  deps: EnterDeps,
  { account, person, policy, policyVersion }: Entering,
  due: Due,
): Promise<Date | null> {
  if (due.obligation === 'later') return due.deadlineAt
  if (due.obligation !== 'begin') return null
  const owner = { account, person }
  return (await beginEnrolment(tx, deps, { owner, policy, policyVersion, actor: ownerOf(owner) })).deadlineAt
}

/** Whether a second step is due, and until when it can be put off. */
type Due = { readonly obligation: Obligation; readonly deadlineAt: Date | null }

async function dueOf(tx: Tx, { account, factors, grants, policy }: Entering): Promise<Due> {
  const roles = grants.map(({ role }) => role)
  const hasFactor = factors.length > 0
  if (hasFactor || !isObliged(policy.factors, roles, tx.now)) return { obligation: 'none', deadlineAt: null }
  const latest = await latestEnrolment(tx, account.id)
  const asked = latest && { ...latest, ...enrolmentCalendar(latest, latest.policy.factors) }
  const facts = { isObliged: true, hasFactor, graceDays: policy.factors.graceDays, asked: asked ?? null }
  return { obligation: obligationOf(facts, tx.now), deadlineAt: asked?.deadlineAt ?? null }
}
