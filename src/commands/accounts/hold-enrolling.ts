import { lockAccount } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import type { FactorRow } from '../../db/factors.ts'
import type { JourneyRow } from '../../db/journeys.ts'
import { findSessionById, type SessionRow } from '../../db/sessions.ts'
import type { FlowRow } from '../../db/sign-in-flows.ts'
import type { FactorKind } from '../../domain/accounts/factor.ts'
import { openMethods } from '../../domain/accounts/sign-in.ts'
import { AccessError } from '../../domain/errors.ts'
import { lockBeforeSignInChange } from '../employments/note-sign-in-changed.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { type Entering, findEntering, holdFlowAt } from './flow-state.ts'
import { isFresh } from './hold-own-account.ts'
import { lockOpenEnrolment } from './note-enrolled.ts'

/** Where a second step is set up: in a sign-in that asks for it, or in a session that was proven afresh. */
export type EnrollingState = Entering & {
  readonly flow: FlowRow | null
  readonly session: SessionRow | null
  readonly enrolment: JourneyRow | undefined
  readonly recovery: JourneyRow | undefined
}

/** What is about to be set up, and with what proofs. */
export type EnrolmentPlan = {
  readonly state: EnrollingState
  readonly name: string
  readonly mobile: string | null
  /** Which codes have to be given beside what the factor itself shows. */
  readonly needsNumberCode: boolean
  readonly needsMailCode: boolean
}

/** With journeys, account and flow locked. A flow must be at the step that sets one up. */
export async function holdEnrolling(
  tx: Tx,
  call: Call,
  token: string | null | undefined,
): Promise<EnrollingState | Refusal> {
  if (token === null || token === undefined) return holdSession(tx, call)
  const state = await holdFlowAt(tx, call, { token, step: 'ENROL_FACTOR' })
  return 'refused' in state ? state : { ...state, session: null }
}

async function holdSession(tx: Tx, call: Call): Promise<EnrollingState | Refusal> {
  if (call.actor.kind !== 'account') throw new AccessError('UNAUTHENTICATED')
  const { accountId, sessionId } = call.actor
  const enrolment = await lockOpenEnrolment(tx, accountId)
  await lockBeforeSignInChange(tx, accountId)
  await lockAccount(tx, accountId)
  const entering = await findEntering(tx, accountId)
  const session = await findSessionById(tx, sessionId)
  if (entering === undefined || session === undefined || session.endedAt !== null)
    throw new AccessError('UNAUTHENTICATED')
  if (entering.shutSince !== null) throw new AccessError('UNAUTHENTICATED')
  if (!isFresh(session, entering.policy, tx.now)) return refuse('STEP_UP_NEEDED', { subjectId: accountId })
  return { ...entering, flow: null, session, enrolment, recovery: undefined }
}

/** Whether this kind can be set up here. */
export function mayEnrol({ flow, factors, policy }: EnrollingState, kind: FactorKind): boolean {
  if (flow === null) return policy.factors.methods.includes(kind)
  return openMethods({ ...flow, factors }, policy.factors).includes(kind)
}

/**
 * Whether more than a password has been shown. Who has only that must not be able to name a number nobody knew before: a
 * code from the mailbox is asked as well (manuals, gap 9).
 */
export function isProvenTwice({ flow, session, factors }: EnrollingState): boolean {
  if (flow !== null) return flow.proof !== null
  return factors.length > 0 && session?.proof !== null && session?.proof !== 'password'
}

/** Those that stay when this is done: not the ones that were lost. */
export function keptFactors({ flow, factors }: EnrollingState): readonly FactorRow[] {
  return factors.filter(({ id }) => !flow?.lost.includes(id))
}
