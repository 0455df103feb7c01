import type { AccountStatus, ContactStatus } from './account.ts'
import { isInForce } from './account.ts'
import type { ActivationStatus, ContactProblem } from './activation.ts'
import type { Obligation } from './enrolment.ts'
import type { FactorKind } from './factor.ts'
import { isRecoveryOpen, type RecoveryCalendar, type RecoveryStatus } from './recovery.ts'
import type { BlockText } from './sign-in-block-texts.ts'

/** What keeps somebody out, in the order in which it is told. */
export const blockCodes = [
  'ACCOUNT_CLOSED',
  'NOT_ACTIVATED',
  'INVITATION_EXPIRED',
  'INVITATION_WITHDRAWN',
  'NO_ACCESS',
  'NO_PASSWORD',
  'WRONG_PASSWORD_LATELY',
  'WRONG_CODES_LATELY',
  'ENROLMENT_DUE',
  'MAIL_UNPROVEN',
  'NUMBER_UNREACHABLE',
  'MAIL_BOUNCED',
  'RECOVERY_UNDER_WAY',
] as const

export type BlockCode = (typeof blockCodes)[number]

export type SignInBlock = {
  readonly code: BlockCode
  /** Which sentence tells it: one code may have several. */
  readonly text: BlockText
  readonly since: Date | null
  readonly until: Date | null
}

/** One act that signs in or resets a password, and what came of it. */
export type SignInTry = { readonly at: Date; readonly act: string; readonly code: string }

export type SignInFacts = {
  readonly status: AccountStatus
  readonly hasPassword: boolean
  /** The latest one; null for whoever was there before Drempel. */
  readonly invitation: {
    readonly status: ActivationStatus
    readonly contactProblem: ContactProblem | null
    readonly inviteAt: Date
    readonly expiresAt: Date
  } | null
  readonly grants: readonly { readonly validFrom: Date; readonly validUntil: Date | null }[]
  readonly emailStatus: ContactStatus
  readonly mobile: string | null
  readonly mobileStatus: ContactStatus
  readonly factors: readonly {
    readonly kind: FactorKind
    readonly mobile: string | null
    readonly userVerified: boolean
  }[]
  readonly obligation: Obligation
  readonly deadlineAt: Date | null
  /** What the portal lets people set up. */
  readonly methods: readonly FactorKind[]
  /** The newest first. */
  readonly tries: readonly SignInTry[]
  readonly recovery: (RecoveryCalendar & { readonly status: RecoveryStatus; readonly plannedAt: Date }) | null
}

type Found = SignInBlock | null

/** Why somebody cannot get in, as far as Drempel can know. Nothing in the way: an empty list. */
export function signInBlocks(facts: SignInFacts, now: Date): readonly SignInBlock[] {
  const found = { closed: ofClosed, invited: ofInvited, active: ofActive }[facts.status](facts, now)
  return found.filter((one) => one !== null)
}

function ofClosed(): readonly Found[] {
  return [block('ACCOUNT_CLOSED', 'ACCOUNT_CLOSED')]
}

/** Whoever has not begun meets nothing but the invitation, and what keeps its mail or PIN away. */
function ofInvited({ invitation, emailStatus }: SignInFacts, now: Date): readonly Found[] {
  const problem = invitation?.status === 'invited' ? invitation.contactProblem : null
  const needsNumber = problem === 'NO_MOBILE' || problem === 'WRONG_NUMBER' || problem === 'SMS_UNREACHABLE'
  return [
    notActivated(invitation, now),
    needsNumber ? block('NUMBER_UNREACHABLE', 'PIN_UNREACHABLE') : null,
    bounced(emailStatus),
  ]
}

function notActivated(invitation: SignInFacts['invitation'], now: Date): SignInBlock {
  if (invitation === null || invitation.status === 'withdrawn') {
    return block('INVITATION_WITHDRAWN', 'INVITATION_WITHDRAWN')
  }
  const { status, inviteAt, expiresAt } = invitation
  if (status === 'expired' || expiresAt <= now) {
    return block('INVITATION_EXPIRED', 'INVITATION_EXPIRED', { since: expiresAt })
  }
  if (now < inviteAt) return block('NOT_ACTIVATED', 'INVITATION_WAITS', { until: inviteAt })
  return block('NOT_ACTIVATED', 'NOT_ACTIVATED', { since: inviteAt, until: expiresAt })
}

function ofActive(facts: SignInFacts, now: Date): readonly Found[] {
  return [
    noAccess(facts.grants, now),
    noPassword(facts),
    wrongLately(facts.tries, passwords, now),
    wrongLately(facts.tries, codes, now),
    ...enrolment(facts),
    numberUnreachable(facts),
    bounced(facts.emailStatus),
    recovering(facts.recovery),
  ]
}

function noAccess(grants: SignInFacts['grants'], now: Date): Found {
  // A right that was taken back before its first day ends before it begins: it never was one.
  const real = grants.filter(({ validFrom, validUntil }) => validUntil === null || validFrom < validUntil)
  if (real.some((grant) => isInForce(grant, now))) return null
  const begins = real.map(({ validFrom }) => validFrom).filter((from) => now < from)
  if (begins.length > 0) return block('NO_ACCESS', 'ACCESS_BEGINS', { until: least(begins) })
  const ends = real.flatMap(({ validUntil }) => validUntil ?? [])
  if (ends.length === 0) return block('NO_ACCESS', 'ACCESS_NEVER')
  return block('NO_ACCESS', 'ACCESS_ENDED', { since: new Date(Math.max(...ends.map(Number))) })
}

/** A key that asks for a finger or a PIN can be the only step, and then no password is missed. */
function noPassword({ hasPassword, factors }: SignInFacts): Found {
  const standsAlone = factors.some(({ kind, userVerified }) => kind === 'key' && userVerified)
  return hasPassword || standsAlone ? null : block('NO_PASSWORD', 'NO_PASSWORD')
}

/** What counts as a wrong one, and what shows that the person knows better by now. */
type Kind = {
  readonly code: BlockCode & BlockText
  readonly acts: readonly string[]
  readonly refusals: readonly string[]
  readonly clearedBy: readonly string[]
}

const secondSteps = ['signInFactorConfirm', 'recoveryCodeUse']

const passwords: Kind = {
  code: 'WRONG_PASSWORD_LATELY',
  acts: ['signIn'],
  refusals: ['SIGN_IN_FAILED', 'TOO_MANY_ATTEMPTS'],
  clearedBy: ['signIn', 'passwordResetComplete', ...secondSteps],
}

const codes: Kind = {
  code: 'WRONG_CODES_LATELY',
  acts: secondSteps,
  refusals: ['CODE_WRONG', 'CODE_EXHAUSTED', 'BACKUP_CODE_WRONG', 'KEY_REFUSED', 'KEY_CLONED', 'TOO_MANY_ATTEMPTS'],
  clearedBy: secondSteps,
}

const mostRefusals = 3
const latelyMs = 3_600_000

function wrongLately(tries: readonly SignInTry[], { code, acts, refusals, clearedBy }: Kind, now: Date): Found {
  const success = tries.findIndex((one) => one.code === 'DONE' && clearedBy.includes(one.act))
  const since = success === -1 ? tries : tries.slice(0, success)
  const wrong = since
    .filter((one) => acts.includes(one.act) && refusals.includes(one.code))
    .filter(({ at }) => now.getTime() - at.getTime() < latelyMs)
  return wrong.length < mostRefusals ? null : block(code, code, { since: least(wrong.map(({ at }) => at)) })
}

/** A number that nobody knew counts with a code from the mailbox only (manuals, gap 9). */
function enrolment({ obligation, deadlineAt, methods, mobile, emailStatus }: SignInFacts): readonly Found[] {
  if (obligation !== 'now') return []
  const needsMailbox = methods.includes('sms') && mobile === null && emailStatus === 'unproven'
  return [
    block('ENROLMENT_DUE', 'ENROLMENT_DUE', { since: deadlineAt }),
    needsMailbox ? block('MAIL_UNPROVEN', 'MAIL_UNPROVEN') : null,
  ]
}

function numberUnreachable({ factors, mobile, mobileStatus }: SignInFacts): Found {
  if (factors.length === 0 || (mobileStatus !== 'wrong' && mobileStatus !== 'unreachable')) return null
  const isOnly = factors.every((factor) => factor.kind === 'sms' && factor.mobile === mobile)
  return isOnly ? block('NUMBER_UNREACHABLE', 'NUMBER_UNREACHABLE') : null
}

function bounced(emailStatus: ContactStatus): Found {
  return emailStatus === 'bounced' || emailStatus === 'wrong' ? block('MAIL_BOUNCED', 'MAIL_BOUNCED') : null
}

function recovering(recovery: SignInFacts['recovery']): Found {
  if (recovery === null || !isRecoveryOpen(recovery.status)) return null
  const { status, plannedAt, approveBefore, issueAt, expiresAt } = recovery
  const told = { code: 'RECOVERY_UNDER_WAY', since: plannedAt } as const
  if (status === 'asked') return { ...told, text: 'RECOVERY_ASKED', until: approveBefore }
  if (status === 'approved') return { ...told, text: 'RECOVERY_APPROVED', until: issueAt }
  return { ...told, text: 'RECOVERY_ISSUED', until: expiresAt }
}

function block(
  code: BlockCode,
  text: BlockText,
  { since = null, until = null }: { since?: Date | null; until?: Date | null } = {},
): SignInBlock {
  return { code, text, since, until }
}

function least(instants: readonly Date[]): Date {
  return new Date(Math.min(...instants.map(Number)))
}
