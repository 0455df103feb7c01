import { lockAccount } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { activeFactors, type FactorRow } from '../../db/factors.ts'
import { allGrants } from '../../db/grants.ts'
import { type JourneyRow, lockJourney } from '../../db/journeys.ts'
import { type AccountOwner, findOwner } from '../../db/own-account.ts'
import { policyInEffect } from '../../db/portals.ts'
import { type FlowRow, findFlow, lockFlow } from '../../db/sign-in-flows.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { type Grant, isInForce } from '../../domain/accounts/account.ts'
import { shutSince } from '../../domain/accounts/shut.ts'
import { nextStep, type SignInStep } from '../../domain/accounts/sign-in.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import { lockBeforeSignInChange } from '../employments/note-sign-in-changed.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { lockOpenEnrolment } from './note-enrolled.ts'

/** Everything that is decided on where somebody signs in. */
export type Entering = AccountOwner & {
  readonly policy: Policy
  readonly policyVersion: number
  /** All that there ever were, and those to come. */
  readonly given: readonly Grant[]
  /** Those in force. */
  readonly grants: readonly Grant[]
  /** Since when nobody gets in with this account any more. */
  readonly shutSince: Date | null
  readonly factors: readonly FactorRow[]
}

/** A sign-in under way, with its journeys, its account and itself locked. */
export type FlowState = Entering & {
  readonly flow: FlowRow
  /** The open journey that asks for a second step, where there is one. */
  readonly enrolment: JourneyRow | undefined
  /** The recovery whose code was used in this sign-in. */
  readonly recovery: JourneyRow | undefined
}

/** The account must be locked: what is read now stays true. */
export async function findEntering(tx: Tx, accountId: string): Promise<Entering | undefined> {
  const owner = await findOwner(tx, accountId)
  if (owner === undefined) return undefined
  const { policy, version } = await policyInEffect(tx)
  const given = await allGrants(tx, accountId)
  const grants = given.filter((grant) => isInForce(grant, tx.now))
  const factors = await activeFactors(tx, accountId)
  return { ...owner, policy, policyVersion: version, given, grants, shutSince: shutSince(given, tx.now), factors }
}

/**
 * The sign-in whose token this is, to act on. Whatever ended it is told in one way: it expired, was finished, or a credential
 * changed or all access ended since it began.
 */
async function holdFlow(tx: Tx, call: Call, token: string): Promise<FlowState | Refusal> {
  const found = await findFlow(tx, token)
  const accountId = found?.accountId ?? null
  if (found === undefined || accountId === null) return refuse('FLOW_ENDED')
  const ended = refuse('FLOW_ENDED', { subjectId: accountId })
  if (found.sessionId !== null && !isOwnSession(call, found.sessionId)) return ended
  const recovery = found.journeyId === null ? undefined : await lockJourney(tx, found.journeyId)
  const enrolment = await lockOpenEnrolment(tx, accountId)
  await lockBeforeSignInChange(tx, accountId)
  await lockAccount(tx, accountId)
  const flow = await lockFlow(tx, found.id)
  const entering = await findEntering(tx, accountId)
  if (flow === undefined || entering?.account.status !== 'active' || entering.shutSince !== null) return ended
  if (flow.credentialVersion !== entering.account.credentialVersion) return ended
  // A recovery's code was used at this very moment: its journey is locked first, or not at all.
  if (flow.journeyId !== found.journeyId) return refuse('STEP_DIFFERS', { subjectId: accountId })
  return { ...entering, flow, enrolment, recovery }
}

/** The same sign-in after something of it changed, under the locks that are held. */
export async function renewState(tx: Tx, state: FlowState): Promise<FlowState> {
  const flow = await lockFlow(tx, state.flow.id)
  const entering = await findEntering(tx, state.account.id)
  if (flow === undefined || entering === undefined) throw new Error('a locked sign-in ended')
  return { ...state, ...entering, flow }
}

/** What it asks for next; null when nothing more. */
export function stepOf({ flow, factors, policy }: Pick<FlowState, 'flow' | 'factors' | 'policy'>): SignInStep | null {
  return nextStep({ ...flow, factors }, policy.factors)
}

/** The same, refused unless the sign-in is at this very step. */
export async function holdFlowAt(
  tx: Tx,
  call: Call,
  { token, step }: { token: string; step: SignInStep },
): Promise<FlowState | Refusal> {
  const state = await holdFlow(tx, call, token)
  if ('refused' in state) return state
  return stepOf(state) === step ? state : refuse('STEP_DIFFERS', { subjectId: state.account.id })
}

/** Whoever holds a sign-in under way is its account's owner, as timelines tell it. No session is theirs yet. */
export function ownerOf({ account, person }: AccountOwner): Actor {
  return { kind: 'account', accountId: account.id, personId: person.id, sessionId: account.id, grants: [] }
}

/** A step-up belongs to the session it was begun in. */
function isOwnSession({ actor }: Call, sessionId: string): boolean {
  return actor.kind === 'account' && actor.sessionId === sessionId
}
