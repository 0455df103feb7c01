import type { ContactStatus } from '../accounts/account.ts'
import { isMailOf } from '../accounts/contact.ts'
import type { FactorKind, FactorOwner } from '../accounts/factor.ts'

/** What is known of how somebody signs in. */
export type SignInOfLeaver = {
  readonly email: string
  readonly emailStatus: ContactStatus
  /** Of the organisation they leave, and of those they left before. */
  readonly mailDomains: readonly string[]
  /** Without one they come in through the organisation's sign-in alone: way 2 of the manual (S000-022). */
  readonly hasPassword: boolean
  readonly factors: readonly LeaverFactor[]
}

export type LeaverFactor = {
  readonly kind: FactorKind
  readonly owner: FactorOwner | null
  /** A key that asks for a finger or a PIN: it can be the only step. */
  readonly userVerified: boolean
  /** Its number is known to be wrong, or dead. */
  readonly isDead: boolean
}

/** All that findings are found in. An area whose findings join adds what it knows under a name of its own. */
export type LeaverFacts = {
  readonly signIn: SignInOfLeaver
  /** Whether they hand in a phone of the employer. */
  readonly handsInPhone: boolean
}

/** What would lock somebody out, or leave something undone, when they have left: in the order in which it is told. */
export const findingKinds = ['WORK_MAIL_ONLY', 'MAIL_UNREACHABLE', 'NO_OWN_FACTOR', 'NO_OWN_PASSWORD'] as const

export type FindingKind = (typeof findingKinds)[number]

export type Finding = { readonly kind: FindingKind }

/** Whether it is so. An area that adds a kind adds its finder here, and its sentences in findings-texts.ts. */
const finders: Readonly<Record<FindingKind, (facts: LeaverFacts) => boolean>> = {
  WORK_MAIL_ONLY: ({ signIn: { email, mailDomains } }) => isMailOf(email, mailDomains),
  MAIL_UNREACHABLE: ({ signIn: { emailStatus } }) => emailStatus === 'bounced' || emailStatus === 'wrong',
  NO_OWN_FACTOR: ({ signIn: { factors }, handsInPhone }) =>
    factors.length > 0 && !factors.some((factor) => staysTheirs(factor, handsInPhone)),
  NO_OWN_PASSWORD: ({ signIn: { hasPassword, factors }, handsInPhone }) =>
    !hasPassword && !factors.some((factor) => factor.userVerified && staysTheirs(factor, handsInPhone)),
}

export function leaverFindings(facts: LeaverFacts): readonly Finding[] {
  return findingKinds.filter((kind) => finders[kind](facts)).map((kind) => ({ kind }))
}

/** Where a phone is handed in and nobody said whose a factor is, it may well be on that phone. */
function staysTheirs({ owner, isDead }: LeaverFactor, handsInPhone: boolean): boolean {
  return !isDead && (owner === null ? !handsInPhone : owner === 'own')
}
