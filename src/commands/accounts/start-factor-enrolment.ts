import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { dropPendingFactors, insertFactor, type NewFactor } from '../../db/factors.ts'
import { mintId } from '../../db/ids.ts'
import { codesSentTo } from '../../db/messages.ts'
import { getPortal } from '../../db/portals.ts'
import { maskMobile, parseMobile } from '../../domain/accounts/contact.ts'
import { type FactorKind, factorContext } from '../../domain/accounts/factor.ts'
import { parseLine } from '../../domain/text.ts'
import { plusMinutes } from '../../domain/time.ts'
import { numberCode } from '../../messages/number-code.ts'
import type { AuthenticatorAppPort } from '../../providers/authenticator-app/port.ts'
import type { OptionsJson, SecurityKeysPort } from '../../providers/security-keys/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import {
  type EnrollingState,
  type EnrolmentPlan,
  holdEnrolling,
  isProvenTwice,
  keptFactors,
  mayEnrol,
} from './hold-enrolling.ts'
import { relyingParty } from './relying-party.ts'
import { drawProofs, type ProofDeps, type Proofs, sendProofs } from './send-enrolment-proofs.ts'
import { credentialOf } from './start-key-sign-in.ts'

export type EnrolDeps = ProofDeps & {
  readonly app: Pool
  readonly authenticatorApp: AuthenticatorAppPort
  readonly securityKeys: SecurityKeysPort
}

export type StartEnrolment = {
  /** The sign-in that asks for it; none in a session of one's own. */
  readonly flow?: string | null | undefined
  readonly kind: FactorKind
  readonly mobile?: string | null | undefined
  readonly name?: string | null | undefined
}

export type EnrolmentStarted = {
  readonly id: string
  readonly kind: FactorKind
  readonly expiresAt: Date
  /** Of the number a code was sent to. */
  readonly mobile: string | null
  readonly needsNumberCode: boolean
  readonly needsMailCode: boolean
  readonly app: { readonly secret: string; readonly uri: string; readonly qrSvg: string } | null
  readonly keyOptions: OptionsJson | null
}

const act = 'factorEnrolmentStart'
const mostFactors = 10
const minutesToFinish = 15

/** Begins to set up a second step. Nothing counts before it is confirmed, and what was begun before makes way. */
export async function startFactorEnrolment(
  deps: EnrolDeps,
  call: Call,
  input: StartEnrolment,
): Promise<EnrolmentStarted> {
  const planned = await inPortal(deps.app, call.portalId, (tx) => check(tx, call, input))
  if ('refused' in planned) return execute<never>(deps, call, act, async () => planned)
  const proofs = await drawProofs(deps, planned)
  return execute(deps, call, act, async (tx) => {
    const plan = await check(tx, call, input)
    if ('refused' in plan) return plan
    const { account } = plan.state
    await dropPendingFactors(tx, account.id)
    return { value: await begin(tx, deps, { plan, proofs, input }), subjectId: account.id }
  })
}

const names: Readonly<Record<FactorKind, string>> = { sms: 'SMS', app: 'Authenticator', key: 'Passkey' }

async function check(tx: Tx, call: Call, input: StartEnrolment): Promise<EnrolmentPlan | Refusal> {
  const state = await holdEnrolling(tx, call, input.flow)
  if ('refused' in state) return state
  const subject = { subjectId: state.account.id }
  const name = (input.name ?? null) === null ? names[input.kind] : parseLine(input.name ?? '', 60)
  if (name === null) return refuse('INVALID_INPUT', { problems: [{ path: 'name', code: 'INVALID_NAME' }], ...subject })
  if (!mayEnrol(state, input.kind)) return refuse('METHOD_NOT_OFFERED', subject)
  if (state.factors.length >= mostFactors) return refuse('TOO_MANY_FACTORS', subject)
  const number = numberFor(state, input)
  if (typeof number === 'object' && number !== null) return { ...number, ...subject }
  const plan = { state, name, mobile: number, ...proofsFor(state, input.kind, number) }
  return (await limited(tx, plan)) ?? plan
}

/** The number that has to be proven: the one to be used, or the one on file before an app is set up (S002-035). */
function numberFor(state: EnrollingState, input: StartEnrolment): string | null | Refusal {
  const { person, policy } = state
  const onFile = person.mobileStatus === 'wrong' ? null : person.mobile
  if (input.kind === 'app') return policy.factors.numberBeforeApp ? onFile : null
  if (input.kind === 'key') return null
  const typed = (input.mobile ?? null) === null ? onFile : parseMobile(input.mobile ?? '')
  if (typed === null) return refuse('INVALID_INPUT', { problems: [{ path: 'mobile', code: 'INVALID_MOBILE' }] })
  return keptFactors(state).some(({ mobile }) => mobile === typed) ? refuse('FACTOR_EXISTS') : typed
}

function proofsFor(state: EnrollingState, kind: FactorKind, number: string | null) {
  const isOnFile = number !== null && number === state.person.mobile
  const isNewNumber = kind === 'sms' && !isOnFile
  // An app without a number to prove first falls back on the mailbox, where the portal asks for a proof at all.
  const lacksNumber = kind === 'app' && state.policy.factors.numberBeforeApp && number === null
  return {
    needsNumberCode: number !== null,
    needsMailCode: (isNewNumber || lacksNumber) && !isProvenTwice(state),
  }
}

async function limited(tx: Tx, { state, mobile, needsMailCode }: EnrolmentPlan): Promise<Refusal | null> {
  const subject = { subjectId: state.account.id }
  const { emailStatus } = state.person
  if (needsMailCode && emailStatus !== 'proven') return refuse('NO_CHANNEL', subject)
  if (mobile === null) return null
  const sent = await codesSentTo(tx, mobile, { template: numberCode.name, since: plusMinutes(tx.now, -60) })
  const oldestThatCounts = sent[state.policy.factors.codesPerHour - 1]
  if (oldestThatCounts === undefined) return null
  return refuse('SEND_LIMIT', { retryAt: plusMinutes(oldestThatCounts, 60), ...subject })
}

type Beginning = { readonly plan: EnrolmentPlan; readonly proofs: Proofs; readonly input: StartEnrolment }

async function begin(tx: Tx, deps: EnrolDeps, { plan, proofs, input: { kind } }: Beginning): Promise<EnrolmentStarted> {
  const { state, name, mobile, needsMailCode } = plan
  const { account, flow, session } = state
  const id = await mintId(tx)
  const expiresAt = plusMinutes(tx.now, minutesToFinish)
  const common = {
    id,
    accountId: account.id,
    kind,
    name,
    flowId: flow?.id ?? null,
    sessionId: session?.id ?? null,
    needsMailProof: needsMailCode,
    expiresAt,
  }
  const { factor, app, keyOptions } = await shape(tx, deps, { plan, kind, id })
  await insertFactor(tx, { ...common, ...factor })
  await sendProofs(tx, deps, { plan, proofs, factorId: id })
  const told = { mobile: mobile && maskMobile(mobile), needsNumberCode: plan.needsNumberCode, needsMailCode }
  return { id, kind, expiresAt, app, keyOptions, ...told }
}

type Shape = {
  readonly factor: Partial<NewFactor>
  readonly app: EnrolmentStarted['app']
  readonly keyOptions: OptionsJson | null
}

/** What each kind needs to be set up. */
async function shape(
  tx: Tx,
  deps: EnrolDeps,
  { plan, kind, id }: { plan: EnrolmentPlan; kind: FactorKind; id: string },
): Promise<Shape> {
  const { account, person, policy, factors } = plan.state
  if (kind === 'sms') return { factor: { mobile: plan.mobile }, app: null, keyOptions: null }
  const portal = await getPortal(tx)
  if (kind === 'key') {
    const challenge = deps.securityKeys.newChallenge()
    const user = { id: account.id, name: account.identifier, displayName: person.name }
    const exclude = factors.flatMap(credentialOf)
    const keyOptions = await deps.securityKeys.registrationOptions({
      rp: relyingParty(portal),
      challenge,
      user,
      exclude,
    })
    return { factor: { challenge }, app: null, keyOptions }
  }
  const secret = deps.authenticatorApp.newSecret()
  const issuer = policy.factors.issuer ?? portal.name
  const uri = deps.authenticatorApp.uri({ secret, issuer, account: account.identifier })
  const app = { secret, uri, qrSvg: await deps.authenticatorApp.qrSvg(uri) }
  return { factor: { sealed: deps.sealing.seal(secret, factorContext(id)) }, app, keyOptions: null }
}
