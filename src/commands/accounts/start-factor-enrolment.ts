import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { dropPendingFactors, insertFactor, type NewFactor } from '../../db/factors.ts'
import { mintId } from '../../db/ids.ts'
import { getPortal } from '../../db/portals.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { type FactorKind, factorContext, ownerOfDevice } from '../../domain/accounts/factor.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { AuthenticatorAppPort } from '../../providers/authenticator-app/port.ts'
import type { OptionsJson, SecurityKeysPort } from '../../providers/security-keys/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import type { EnrolmentPlan } from './hold-enrolling.ts'
import { planEnrolment, type StartEnrolment } from './plan-enrolment.ts'
import { relyingParty } from './relying-party.ts'
import { covers, drawProofs, type ProofDeps, type Proofs, sendProofs } from './send-enrolment-proofs.ts'
import { credentialOf } from './start-key-sign-in.ts'

export type EnrolDeps = ProofDeps & {
  readonly app: Pool
  readonly authenticatorApp: AuthenticatorAppPort
  readonly securityKeys: SecurityKeysPort
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
const minutesToFinish = 15

/** Begins to set up a second step. Nothing counts before it is confirmed, and what was begun before makes way. */
export async function startFactorEnrolment(
  deps: EnrolDeps,
  call: Call,
  input: StartEnrolment,
): Promise<EnrolmentStarted> {
  const planned = await inPortal(deps.app, call.portalId, (tx) => planEnrolment(tx, call, input))
  if ('refused' in planned) return execute<never>(deps, call, act, async () => planned)
  const proofs = await drawProofs(deps, planned)
  return execute(deps, call, act, async (tx) => {
    const plan = await planEnrolment(tx, call, input)
    if ('refused' in plan) return plan
    const { account } = plan.state
    if (!covers(proofs, plan)) return refuse('CHANGED_MEANWHILE', { subjectId: account.id })
    await dropPendingFactors(tx, account.id)
    return { value: await begin(tx, deps, { plan, proofs, input }), subjectId: account.id }
  })
}

type Beginning = { readonly plan: EnrolmentPlan; readonly proofs: Proofs; readonly input: StartEnrolment }

async function begin(tx: Tx, deps: EnrolDeps, { plan, proofs, input }: Beginning): Promise<EnrolmentStarted> {
  const { state, name, mobile, needsMailCode } = plan
  const { account, flow, session } = state
  const { kind } = input
  const id = await mintId(tx)
  const expiresAt = plusMinutes(tx.now, minutesToFinish)
  const common = {
    id,
    accountId: account.id,
    kind,
    name,
    owner: ownerOfDevice(input.isOwnDevice),
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
