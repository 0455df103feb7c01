import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { changeFlow, insertFlow } from '../../db/sign-in-flows.ts'
import { AccessError } from '../../domain/errors.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { findEntering, holdFlowAt } from './flow-state.ts'
import { type FlowView, viewFlow } from './flow-view.ts'
import { holdOwnAccount } from './hold-own-account.ts'
import { type Guess, reserveGuess } from './reserve-guess.ts'
import { spareOverloaded } from './spare-overloaded.ts'
import { forgetIn } from './tries.ts'

/** Somebody who is signed in is about to show afresh that it is them: the second step, or the password where there is none. */
export async function startStepUp(deps: EnterDeps & { readonly app: Pool }, call: Call): Promise<{ flow: FlowView }> {
  return execute(deps, call, 'sessionStepUpStart', async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: false })
    if ('refused' in own) return own
    const entering = await findEntering(tx, own.account.id)
    if (entering === undefined) throw new AccessError('UNAUTHENTICATED')
    const { account, policy } = entering
    const token = deps.random.token()
    const flow = await insertFlow(tx, {
      token,
      purpose: 'step-up',
      accountId: account.id,
      sessionId: own.session.id,
      credentialVersion: account.credentialVersion,
      expiresAt: plusMinutes(tx.now, policy.signIn.flowMinutes),
    })
    return { value: { flow: viewFlow({ ...entering, flow }, token) }, subjectId: account.id }
  })
}

export type PasswordStepUpDeps = EnterDeps & { readonly app: Pool; readonly hashing: HashingPort }

type Confirming = { readonly flow: string; readonly password: string }

const act = 'sessionStepUpConfirm'

/** The step-up of an account without a second step. A try is counted and committed before it is checked. */
export async function confirmStepUpPassword(deps: PasswordStepUpDeps, call: Call, input: Confirming): Promise<Entered> {
  const reserved = await inPortal(deps.app, call.portalId, (tx) => reserve(tx, deps, { call, input }))
  if ('refused' in reserved) return execute<never>(deps, call, act, async () => reserved)
  const { guess, passwordHash } = reserved
  const isRight = await spareOverloaded(deps, call, guess.buckets, () =>
    deps.hashing.verify(passwordHash, input.password),
  )
  return execute(deps, call, act, async (tx) => {
    const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CONFIRM_PASSWORD' })
    if ('refused' in state) return state
    const subject = { subjectId: state.account.id }
    if (!isRight) return refuse('PASSWORD_WRONG', subject)
    await forgetIn(tx, guess.buckets)
    await changeFlow(tx, state.flow.id, { proof: 'password' })
    const proven = { ...state, flow: { ...state.flow, proof: 'password' as const } }
    return { value: await goOn(tx, deps, proven, { call, token: input.flow }), ...subject }
  })
}

type Reserved = { readonly guess: Guess; readonly passwordHash: string }

async function reserve(
  tx: Tx,
  deps: EnterDeps,
  { call, input }: { call: Call; input: Confirming },
): Promise<Reserved | Refusal> {
  const state = await holdFlowAt(tx, call, { token: input.flow, step: 'CONFIRM_PASSWORD' })
  if ('refused' in state) return state
  const { passwordHash } = state.account
  if (passwordHash === null) return refuse('STEP_DIFFERS', { subjectId: state.account.id })
  const guess = await reserveGuess(tx, deps, { call, state })
  return 'refused' in guess ? guess : { guess, passwordHash }
}
