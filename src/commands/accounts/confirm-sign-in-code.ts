import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { acceptStep, type FactorRow, touchFactor } from '../../db/factors.ts'
import { latestSecretFor, reserveAttempt, useSecret } from '../../db/secrets.ts'
import { changeFlow } from '../../db/sign-in-flows.ts'
import { factorContext } from '../../domain/accounts/factor.ts'
import { judgeCode } from '../../domain/accounts/one-time-code.ts'
import type { AuthenticatorAppPort } from '../../providers/authenticator-app/port.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { type FlowState, holdFlowAt } from './flow-state.ts'
import { type Guess, reserveGuess } from './reserve-guess.ts'
import { spareOverloaded } from './spare-overloaded.ts'
import { forgetIn } from './tries.ts'

export type ConfirmCodeDeps = EnterDeps & {
  readonly app: Pool
  readonly hashing: HashingPort
  readonly authenticatorApp: AuthenticatorAppPort
}

export type ConfirmCode = {
  readonly flow: string
  readonly factorId: string
  readonly code: string
  readonly rememberDevice?: boolean | null | undefined
}

const act = 'signInFactorConfirm'

/** The second step by a code, from an SMS or an app. A try is counted and committed before it is checked. */
export async function confirmSignInCode(deps: ConfirmCodeDeps, call: Call, input: ConfirmCode): Promise<Entered> {
  const code = input.code.replace(/[\s-]/g, '')
  const asked = { ...input, code }
  const reserved = await inPortal(deps.app, call.portalId, (tx) => reserve(tx, deps, { call, input: asked }))
  if ('refused' in reserved) return execute<never>(deps, call, act, async () => reserved)
  const { slowHash, guess } = reserved
  const isRight = await spareOverloaded(
    deps,
    call,
    guess.buckets,
    async () => slowHash !== null && deps.hashing.verify(slowHash, code),
  )
  return execute(deps, call, act, async (tx) => {
    const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CONFIRM_FACTOR' })
    if ('refused' in state) return state
    const subject = { subjectId: state.account.id }
    const factor = state.factors.find(({ id }) => id === input.factorId)
    if (factor === undefined) return refuse('NOT_FOUND', subject)
    const wrong = await accept(tx, deps, { factor, reserved, isRight, code, state })
    if (wrong !== null) return refuse(wrong, subject)
    await forgetIn(tx, guess.buckets)
    const change = { proof: factor.kind, remembers: input.rememberDevice === true }
    if (!(await changeFlow(tx, state.flow.id, change))) throw new Error('a locked sign-in ended')
    const proven = { ...state, flow: { ...state.flow, ...change } }
    return { value: await goOn(tx, deps, proven, { call, token: input.flow }), ...subject }
  })
}

type Reserved = { readonly guess: Guess; readonly secretId: string | null; readonly slowHash: string | null }

/** Counts the try, at the flow and at the code that was sent. */
async function reserve(
  tx: Tx,
  deps: ConfirmCodeDeps,
  { call, input }: { call: Call; input: ConfirmCode },
): Promise<Reserved | Refusal> {
  const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CONFIRM_FACTOR' })
  if ('refused' in state) return state
  const subject = { subjectId: state.account.id }
  const factor = state.factors.find(({ id }) => id === input.factorId)
  if (factor === undefined) return refuse('NOT_FOUND', subject)
  if (factor.kind === 'key') return refuse('METHOD_NOT_OFFERED', subject)
  const sent = factor.kind === 'sms' ? await latestSecretFor(tx, state.flow.id, 'sign-in-code') : null
  const code = sent === null ? null : judgeCode(sent, tx.now)
  if (code !== null) return refuse(code, subject)
  const guess = await reserveGuess(tx, deps, { call, state })
  if ('refused' in guess) return guess
  if (sent && !(await reserveAttempt(tx, sent.id))) return refuse('CODE_EXHAUSTED', subject)
  return { guess, secretId: sent?.id ?? null, slowHash: sent?.slowHash ?? null }
}

type Accepting = {
  readonly factor: FactorRow
  readonly reserved: Reserved
  readonly isRight: boolean
  readonly code: string
  readonly state: FlowState
}

/** Single use, by one conditional update each. Null when it is right. */
async function accept(tx: Tx, deps: ConfirmCodeDeps, { factor, reserved, isRight, code, state }: Accepting) {
  if (factor.kind === 'sms') {
    if (!isRight || reserved.secretId === null) return 'CODE_WRONG' as const
    if (!(await useSecret(tx, reserved.secretId))) return 'CODE_EXPIRED' as const
    await touchFactor(tx, factor.id)
    return null
  }
  if (factor.sealed === null) return 'CODE_WRONG' as const
  const secret = deps.sealing.open(factor.sealed, factorContext(factor.id))
  const { appWindow: window } = state.policy.factors
  const step = deps.authenticatorApp.verify(secret, code, { now: tx.now, window, afterStep: factor.lastStep })
  return step !== null && (await acceptStep(tx, factor.id, step)) ? null : ('CODE_WRONG' as const)
}
