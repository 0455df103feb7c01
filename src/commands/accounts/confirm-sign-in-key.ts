import { lockAccount } from '../../db/accounts.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { acceptCounter, type FactorRow, findKey } from '../../db/factors.ts'
import { getPortal } from '../../db/portals.ts'
import { changeFlow, type FlowRow, findFlow, lockFlow } from '../../db/sign-in-flows.ts'
import { keyCopied } from '../../messages/key-copied.ts'
import type { RelyingParty, SecurityKeysPort, UserVerification } from '../../providers/security-keys/port.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { type FlowState, findEntering, holdFlowAt } from './flow-state.ts'
import { relyingParty } from './relying-party.ts'
import { reserveGuess } from './reserve-guess.ts'
import { refuseShut } from './shut-account.ts'
import { type Buckets, forgetIn } from './tries.ts'

export type ConfirmKeyDeps = EnterDeps & { readonly app: Pool; readonly securityKeys: SecurityKeysPort }

export type ConfirmKey = {
  readonly flow: string
  /** What the browser answered. */
  readonly response: unknown
  readonly rememberDevice?: boolean | null | undefined
}

const act = 'signInFactorConfirm'

/** A security key signed: the second step of a sign-in, or the only one where it asked for a finger or a PIN. */
export async function confirmSignInKey(deps: ConfirmKeyDeps, call: Call, input: ConfirmKey): Promise<Entered> {
  const asked = await inPortal(deps.app, call.portalId, (tx) => prepare(tx, deps, { call, input }))
  if ('refused' in asked) return execute<never>(deps, call, act, async () => asked)
  const { rp, challenge, key, userVerification, buckets } = asked
  const given = { rp, challenge, response: input.response, userVerification }
  const verdict = await deps.securityKeys.verifyAssertion({ ...given, key: credentialOf(key) })
  return execute(deps, call, act, async (tx) => {
    const state = await hold(tx, call, { input, key })
    if ('refused' in state) return state
    const subject = { subjectId: state.account.id }
    // Somebody asked for another challenge meanwhile, or spent this one.
    if (state.flow.challenge !== challenge) return refuse('KEY_REFUSED', subject)
    await changeFlow(tx, state.flow.id, { challenge: null })
    if (verdict.verdict === 'wrong') return refuse('KEY_REFUSED', subject)
    const isOriginal = verdict.verdict === 'right' && (await acceptCounter(tx, key.id, verdict.counter))
    if (!isOriginal) return refuseCopy(tx, deps, state)
    // Of a passkey alone: it has just said whose account it is.
    if (state.shutSince !== null) return refuseShut(state.account.id, state.shutSince)
    if (buckets !== null) await forgetIn(tx, buckets)
    return accept(tx, deps, { call, input, state })
  })
}

type Asked = {
  readonly rp: RelyingParty
  readonly challenge: string
  readonly key: FactorRow
  readonly userVerification: UserVerification
  /** Where the try was counted; null for a passkey alone, with which there is nothing to guess. */
  readonly buckets: Buckets | null
}

type Asking = { readonly call: Call; readonly input: ConfirmKey }

/** Which key is meant, and whether this flow may ask it. A flow without an account is a passkey's. */
async function prepare(tx: Tx, deps: ConfirmKeyDeps, { call, input }: Asking): Promise<Asked | Refusal> {
  const flow = await findFlow(tx, input.flow)
  if (flow === undefined) return refuse('FLOW_ENDED')
  const credentialId = deps.securityKeys.credentialId(input.response)
  const key = credentialId === null ? undefined : await findKey(tx, credentialId)
  const rp = relyingParty(await getPortal(tx))
  if (flow.accountId === null) {
    // A key that had no PIN can be given one by whoever finds it: that it asks for one now proves nothing.
    if (!key?.userVerified || flow.challenge === null) return refuse('KEY_REFUSED', { subjectId: key?.accountId })
    return { rp, challenge: flow.challenge, key, userVerification: 'required', buckets: null }
  }
  const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CONFIRM_FACTOR' })
  if ('refused' in state) return state
  const guess = await reserveGuess(tx, deps, { call, state })
  if ('refused' in guess) return guess
  const isOwn = key?.accountId === flow.accountId && flow.challenge !== null
  if (!isOwn) return refuse('KEY_REFUSED', { subjectId: flow.accountId })
  return { rp, challenge: flow.challenge ?? '', key, userVerification: 'preferred', buckets: guess.buckets }
}

type Holding = { readonly input: ConfirmKey; readonly key: FactorRow }

async function hold(tx: Tx, call: Call, { input, key }: Holding): Promise<FlowState | Refusal> {
  const flow = await findFlow(tx, input.flow)
  if (flow?.accountId === null) return holdPasskey(tx, flow, key)
  return holdFlowAt(tx, call, { token: input.flow, step: 'CONFIRM_FACTOR' })
}

/** The key has said whose this sign-in is. */
async function holdPasskey(tx: Tx, { id }: FlowRow, key: FactorRow): Promise<FlowState | Refusal> {
  const subject = { subjectId: key.accountId }
  await lockAccount(tx, key.accountId)
  const flow = await lockFlow(tx, id)
  const entering = await findEntering(tx, key.accountId)
  if (flow === undefined) return refuse('FLOW_ENDED', subject)
  const isThere = entering?.factors.some((factor) => factor.id === key.id)
  if (entering?.account.status !== 'active' || !isThere) return refuse('KEY_REFUSED', subject)
  return { ...entering, flow, enrolment: undefined, recovery: undefined }
}

type Accepting = Asking & { readonly state: FlowState }

async function accept(tx: Tx, deps: EnterDeps, { call, input, state }: Accepting): Promise<Done<Entered>> {
  const { account, flow } = state
  const { id: accountId, credentialVersion } = account
  const remembers = input.rememberDevice === true
  const proven = { accountId, credentialVersion, proof: 'key', challenge: null, remembers } as const
  if (!(await changeFlow(tx, flow.id, proven))) throw new Error('a locked sign-in ended')
  const value = await goOn(tx, deps, { ...state, flow: { ...flow, ...proven } }, { call, token: input.flow })
  return { value, subjectId: accountId }
}

/** A right signature with an old counter: a copy of the key is about. Its owner hears of it. */
async function refuseCopy(tx: Tx, deps: EnterDeps, { account, person, flow }: FlowState): Promise<Refusal> {
  await tellAccount(tx, deps, { account, person }, ({ portal }) => ({
    template: keyCopied,
    params: { at: tx.now, signInUrl: signInUrl(portal) },
    key: `key-copied/${flow.id}`,
  }))
  return refuse('KEY_CLONED', { subjectId: account.id })
}

function credentialOf({ credentialId, publicKey, counter, transports }: FactorRow) {
  if (credentialId === null || publicKey === null) throw new Error('a key without a credential')
  return { id: credentialId, publicKey, counter: counter ?? 0, transports: transports ?? [] }
}
