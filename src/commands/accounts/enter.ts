import { backupCodesLeft } from '../../db/backup-codes.ts'
import type { Tx } from '../../db/client.ts'
import { latestEnrolment } from '../../db/enrolments.ts'
import { endSession, stepUpSession } from '../../db/sessions.ts'
import { endFlow, type FlowRow, insertFlow } from '../../db/sign-in-flows.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import type { Proof } from '../../domain/accounts/account.ts'
import { enrolmentCalendar, isObliged, type Obligation, obligationOf } from '../../domain/accounts/enrolment.ts'
import { accessEnds, nextStep, type SignInNotice } from '../../domain/accounts/sign-in.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { Call } from '../execute.ts'
import { beginEnrolment } from './begin-enrolment.ts'
import { type Entering, type FlowState, stepOf } from './flow-state.ts'
import { type FlowView, viewFlow } from './flow-view.ts'
import { type KeptDevice, keepDevice } from './keep-device.ts'
import { openSession, type SignedIn } from './open-session.ts'

export type EnterDeps = { readonly random: RandomPort; readonly sealing: SealingPort }

/** Where a sign-in stands: at a step that is asked for, or in. */
export type Entered = {
  /** Null while a step is left, and after a step-up, which opens none. */
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
  const enrolling = (await obliged(tx, entering)).obligation === 'now'
  const begun = { purpose: 'sign-in', proof, enrolling, mustChangePassword } as const
  const step = nextStep({ ...begun, skipped: [], lost: [], factors }, policy.factors)
  if (step === null) return complete(tx, deps, entering, { call, proof, remembers: false })
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

type GoingOn = { readonly call: Call; readonly token: string; readonly remembers?: boolean }

/** A step was taken: the next one, or in. What the state says must be what the flow's row says. */
export async function goOn(
  tx: Tx,
  deps: EnterDeps,
  state: FlowState,
  { call, token, remembers = false }: GoingOn,
): Promise<Entered> {
  if (stepOf(state) !== null) return { session: null, flow: viewFlow(state, token), device: null, notices: [] }
  return finish(tx, deps, state, { call, token, remembers })
}

/** Nothing more is asked: in, or stepped up. */
export async function finish(
  tx: Tx,
  deps: EnterDeps,
  state: FlowState,
  { call, remembers = false }: GoingOn,
): Promise<Entered> {
  const { flow } = state
  if (!(await endFlow(tx, flow.id))) throw new Error('a locked sign-in ended')
  if (flow.purpose === 'sign-in') return complete(tx, deps, state, { call, proof: flow.proof, remembers })
  await stepUp(tx, flow)
  return { session: null, flow: null, device: null, notices: [] }
}

async function stepUp(tx: Tx, { sessionId, proof }: FlowRow): Promise<void> {
  if (sessionId === null || proof === null) throw new Error('a step-up without a session or a proof')
  await stepUpSession(tx, sessionId, proof)
}

type Completing = { readonly call: Call; readonly proof: Proof | null; readonly remembers: boolean }

async function complete(
  tx: Tx,
  deps: EnterDeps,
  entering: Entering,
  { call, proof, remembers }: Completing,
): Promise<Entered> {
  const { account, factors, policy } = entering
  // A browser holds one session: the one it came with is not left behind to be found.
  if (call.actor.kind === 'account') await endSession(tx, call.actor.sessionId, 'REPLACED')
  const isFresh = proof === null ? factors.length === 0 : proof !== 'remembered-device'
  const session = await openSession(tx, deps, { account, policy, call, proof, isFresh })
  const device = await keepDevice(tx, deps, entering, { call, proof, remembers })
  return { session, flow: null, device, notices: await noticesFor(tx, deps, entering, call.actor) }
}

async function noticesFor(tx: Tx, deps: EnterDeps, entering: Entering, actor: Actor): Promise<readonly SignInNotice[]> {
  const { account, factors, grants, policy } = entering
  const endsAt = accessEnds(grants, tx.now)
  const enrolBefore = await enrolDeadline(tx, deps, entering, actor)
  const left = factors.length === 0 ? null : await backupCodesLeft(tx, account.id)
  return [
    ...(endsAt === null ? [] : [{ kind: 'ACCESS_ENDS', at: endsAt } as const]),
    ...(enrolBefore === null ? [] : [{ kind: 'ENROL_FACTOR_BEFORE', at: enrolBefore } as const]),
    ...(left === null || left > policy.factors.backupCodesLowAt ? [] : [{ kind: 'FEW_BACKUP_CODES', left } as const]),
  ]
}

/** Until when the second step can be put off. The first sign-in that asks for it begins the days of grace. */
async function enrolDeadline(tx: Tx, deps: EnterDeps, entering: Entering, actor: Actor): Promise<Date | null> {
  const { obligation, deadlineAt } = await obliged(tx, entering)
  if (obligation === 'later') return deadlineAt
  if (obligation !== 'begin') return null
  const { account, person, policy, policyVersion } = entering
  return (await beginEnrolment(tx, deps, { owner: { account, person }, policy, policyVersion, actor })).deadlineAt
}

async function obliged(
  tx: Tx,
  { account, factors, grants, policy }: Entering,
): Promise<{ readonly obligation: Obligation; readonly deadlineAt: Date | null }> {
  const roles = grants.map(({ role }) => role)
  const asked = await latestEnrolment(tx, account.id)
  const deadlineAt = asked === undefined ? null : enrolmentCalendar(asked, asked.policy.factors).deadlineAt
  const facts = {
    isObliged: isObliged(policy.factors, roles, tx.now),
    hasFactor: factors.length > 0,
    graceDays: policy.factors.graceDays,
    asked: asked === undefined || deadlineAt === null ? null : { deadlineAt, status: asked.status },
  }
  return { obligation: obligationOf(facts, tx.now), deadlineAt }
}
