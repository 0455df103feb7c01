import type { FactorRow } from '../../db/factors.ts'
import type { FlowRow } from '../../db/sign-in-flows.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { type FactorKind, mayRemember } from '../../domain/accounts/factor.ts'
import { maySkip, openMethods, type SignInStep } from '../../domain/accounts/sign-in.ts'
import { type Entering, stepOf } from './flow-state.ts'

/** A way to do the second step, with enough to recognise it by. */
export type FactorChoice = {
  readonly id: string
  readonly kind: FactorKind
  readonly name: string
  /** Of a number, its last digits. */
  readonly mobile: string | null
}

/** A sign-in under way, as its holder sees it. */
export type FlowView = {
  readonly token: string
  readonly purpose: FlowRow['purpose']
  readonly step: SignInStep
  readonly factors: readonly FactorChoice[]
  readonly usesBackupCodes: boolean
  readonly mayRemember: boolean
  readonly methods: readonly FactorKind[]
  readonly maySkip: boolean
  /** Whether only "lost for good" can be chosen: the code came from the service desk (S000-071). */
  readonly isRecovery: boolean
  readonly expiresAt: Date
}

export function viewFlow(state: Entering & { readonly flow: FlowRow }, token: string): FlowView {
  const { flow, factors, policy, grants } = state
  const step = stepOf(state)
  if (step === null) throw new Error('a sign-in that asks for nothing is not shown')
  const facts = { ...flow, factors }
  const roles = grants.map(({ role }) => role)
  const isSignIn = flow.purpose === 'sign-in'
  return {
    token,
    purpose: flow.purpose,
    step,
    factors: factors.map(choiceOf),
    usesBackupCodes: isSignIn && step === 'CONFIRM_FACTOR',
    mayRemember: isSignIn && mayRemember(policy.factors.rememberDays, roles),
    methods: step === 'ENROL_FACTOR' ? openMethods(facts, policy.factors) : [],
    maySkip:
      step === 'ENROL_FACTOR' &&
      openMethods(facts, policy.factors).some((kind) => maySkip(facts, policy.factors, kind)),
    isRecovery: flow.journeyId !== null,
    expiresAt: flow.expiresAt,
  }
}

function choiceOf({ id, kind, name, mobile }: FactorRow): FactorChoice {
  return { id, kind, name, mobile: mobile && maskMobile(mobile) }
}
