import type { Policy } from '../portals/policy.ts'
import type { Proof } from './account.ts'
import type { FactorKind } from './factor.ts'

/** step-up: somebody who is signed in proves afresh that it is them. */
export type FlowPurpose = 'sign-in' | 'step-up'

/**
 * What a sign-in asks next; null when nothing more is.
 *
 * CONFIRM_FACTOR → (with a backup code) CHOOSE_RECOVERY → ENROL_FACTOR → CHANGE_PASSWORD → signed in. A step that does not
 * apply is passed. CONFIRM_PASSWORD is the step-up of an account without a second step.
 */
export type SignInStep = 'CONFIRM_FACTOR' | 'CONFIRM_PASSWORD' | 'CHOOSE_RECOVERY' | 'ENROL_FACTOR' | 'CHANGE_PASSWORD'

export type OwnFactor = { readonly id: string; readonly kind: FactorKind }

export type FlowFacts = {
  readonly purpose: FlowPurpose
  readonly proof: Proof | null
  readonly enrolling: boolean
  readonly skipped: readonly FactorKind[]
  readonly lost: readonly string[]
  readonly mustChangePassword: boolean
  /** Those that are set up. */
  readonly factors: readonly OwnFactor[]
}

export function nextStep(flow: FlowFacts, policy: Policy['factors']): SignInStep | null {
  if (flow.proof === null && flow.factors.length > 0) return 'CONFIRM_FACTOR'
  if (flow.purpose === 'step-up') return flow.proof === null ? 'CONFIRM_PASSWORD' : null
  if (flow.proof === 'backup-code' && !flow.enrolling) return 'CHOOSE_RECOVERY'
  if (flow.enrolling && openMethods(flow, policy).length > 0) return 'ENROL_FACTOR'
  return flow.mustChangePassword ? 'CHANGE_PASSWORD' : null
}

/** What can still be set up in this sign-in, in the portal's order. */
export function openMethods(flow: FlowFacts, policy: Policy['factors']): readonly FactorKind[] {
  const kept = flow.factors.filter(({ id }) => !flow.lost.includes(id))
  // After a backup code one is chosen afresh, whatever is left.
  if (policy.offer === 'one' && kept.length > 0 && flow.proof !== 'backup-code') return []
  return policy.methods.filter((kind) => !flow.skipped.includes(kind) && !kept.some((one) => one.kind === kind))
}

/** Each may be skipped, but one must stay (S003-015…017). Null: all that are left. */
export function maySkip(flow: FlowFacts, policy: Policy['factors'], kind: FactorKind | null): boolean {
  const open = openMethods(flow, policy)
  if (kind !== null && !open.includes(kind)) return false
  const kept = flow.factors.filter(({ id }) => !flow.lost.includes(id))
  return kept.length > 0 || (kind !== null && open.length > 1)
}

/** What a person should hear of when they are in. */
export type SignInNotice =
  | { readonly kind: 'ACCESS_ENDS'; readonly at: Date }
  | { readonly kind: 'ENROL_FACTOR_BEFORE'; readonly at: Date }
  | { readonly kind: 'FEW_BACKUP_CODES'; readonly left: number }

// Long before, nobody needs to hear of it at each sign-in.
const soonMs = 31 * 86_400_000

/**
 * When all access ends, if that is near: an account without a right that lasts is about to close. Asked with every right:
 * whoever leaves goes on with another one, which begins as the first ends.
 */
export function accessEnds(
  grants: readonly { readonly validFrom: Date; readonly validUntil: Date | null }[],
  now: Date,
): Date | null {
  const ends = grants
    .filter(({ validFrom, validUntil }) => validUntil === null || (now < validUntil && validFrom < validUntil))
    .map(({ validUntil }) => validUntil)
  if (ends.length === 0 || ends.includes(null)) return null
  const last = new Date(Math.max(...ends.map((end) => end?.getTime() ?? 0)))
  return last.getTime() - now.getTime() <= soonMs ? last : null
}
