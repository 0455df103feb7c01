import type { Tx } from '../../db/client.ts'
import { codesSentFor, codesSentTo } from '../../db/messages.ts'
import { parseMobile } from '../../domain/accounts/contact.ts'
import type { FactorKind } from '../../domain/accounts/factor.ts'
import { limitedUntil } from '../../domain/accounts/send-limit.ts'
import { parseLine } from '../../domain/text.ts'
import { plusMinutes } from '../../domain/time.ts'
import { mailCode } from '../../messages/mail-code.ts'
import { numberCode } from '../../messages/number-code.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import {
  type EnrollingState,
  type EnrolmentPlan,
  holdEnrolling,
  isProvenTwice,
  keptFactors,
  mayEnrol,
} from './hold-enrolling.ts'

export type StartEnrolment = {
  /** The sign-in that asks for it; none in a session of one's own. */
  readonly flow?: string | null | undefined
  readonly kind: FactorKind
  readonly mobile?: string | null | undefined
  readonly name?: string | null | undefined
  /** Whether the device or number stays theirs when they leave their employer. */
  readonly isOwnDevice?: boolean | null | undefined
}

const mostFactors = 10
const names: Readonly<Record<FactorKind, string>> = { sms: 'SMS', app: 'Authenticator', key: 'Passkey' }

/** What is about to be set up, and which codes have to be given for it. With journeys, account and flow locked. */
export async function planEnrolment(tx: Tx, call: Call, input: StartEnrolment): Promise<EnrolmentPlan | Refusal> {
  const state = await holdEnrolling(tx, call, input.flow)
  if ('refused' in state) return state
  const subject = { subjectId: state.account.id }
  const name = (input.name ?? null) === null ? names[input.kind] : parseLine(input.name ?? '', 60)
  if (name === null) return refuse('INVALID_INPUT', { problems: [{ path: 'name', code: 'INVALID_NAME' }], ...subject })
  if (!mayEnrol(state, input.kind)) return refuse('METHOD_NOT_OFFERED', subject)
  if (keptFactors(state).length >= mostFactors) return refuse('TOO_MANY_FACTORS', subject)
  const number = numberFor(state, input)
  if (typeof number === 'object' && number !== null) return { ...number, ...subject }
  const plan = { state, name, mobile: number, ...proofsFor(state, input.kind, number) }
  return (await limited(tx, plan)) ?? plan
}

/** The number that has to be proven: the one to be used, or the one on file before an app is set up (S002-035). */
function numberFor(state: EnrollingState, input: StartEnrolment): string | null | Refusal {
  const onFile = numberOnFile(state)
  if (input.kind === 'app') return state.policy.factors.numberBeforeApp && mayReach(state) ? onFile : null
  if (input.kind === 'key') return null
  const typed = (input.mobile ?? null) === null ? onFile : parseMobile(input.mobile ?? '')
  if (typed === null) return refuse('INVALID_INPUT', { problems: [{ path: 'mobile', code: 'INVALID_MOBILE' }] })
  return keptFactors(state).some(({ mobile }) => mobile === typed) ? refuse('FACTOR_EXISTS') : typed
}

/** One that was found to be somebody else's is nobody's. */
function numberOnFile({ person: { mobile, mobileStatus } }: EnrollingState): string | null {
  return mobileStatus === 'wrong' ? null : mobile
}

/** Where no SMS arrives nobody could set up an app: the mailbox answers for it then, if there is one. */
function mayReach({ person: { mobileStatus, emailStatus } }: EnrollingState): boolean {
  return mobileStatus !== 'unreachable' || emailStatus !== 'proven'
}

function proofsFor(state: EnrollingState, kind: FactorKind, number: string | null) {
  const isNewNumber = kind === 'sms' && number !== numberOnFile(state)
  // An app without a number to prove first falls back on the mailbox, where the portal asks for a proof at all.
  const lacksNumber = kind === 'app' && state.policy.factors.numberBeforeApp && number === null
  return {
    needsNumberCode: number !== null,
    needsMailCode: (isNewNumber || lacksNumber) && !isProvenTwice(state),
  }
}

/**
 * How many codes go out in an hour: for one person, whatever they go to, and to a number that is not theirs yet, whoever
 * asks. Nobody else can use up what goes to the number on file.
 */
async function limited(tx: Tx, plan: EnrolmentPlan): Promise<Refusal | null> {
  const { state, mobile, needsNumberCode, needsMailCode } = plan
  const { account, person, policy } = state
  const subject = { subjectId: account.id }
  if (needsMailCode && person.emailStatus !== 'proven') return refuse('NO_CHANNEL', subject)
  const since = plusMinutes(tx.now, -60)
  const byNumber = { template: numberCode.name, since }
  const retryAt = limitedUntil(
    { most: policy.factors.codesPerHour, minutes: 60 },
    needsNumberCode ? await codesSentFor(tx, person.id, byNumber) : [],
    needsMailCode ? await codesSentFor(tx, person.id, { template: mailCode.name, since }) : [],
    mobile === null || mobile === numberOnFile(state) ? [] : await codesSentTo(tx, mobile, byNumber),
  )
  return retryAt === null ? null : refuse('SEND_LIMIT', { retryAt, ...subject })
}
