import type { Pool, Tx } from '../../db/client.ts'
import { dropPendingFactors, removeFactor } from '../../db/factors.ts'
import { changeFlow } from '../../db/sign-in-flows.ts'
import type { FactorKind } from '../../domain/accounts/factor.ts'
import { maySkip, openMethods } from '../../domain/accounts/sign-in.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { endTrust } from './end-trust.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { type FlowState, holdFlowAt, ownerOf, renewState, stepOf } from './flow-state.ts'
import { noteRecovered } from './note-recovered.ts'
import { tellFactorRemoved } from './tell-factor-changed.ts'

/** Null: whatever is left. */
type Skipping = { readonly flow: string; readonly kind: FactorKind | null }

/** Leaves a method out for now (S003-017). The last one that would leave nobody with a second step cannot be. */
export async function skipFactorEnrolment(
  deps: EnterDeps & { readonly app: Pool },
  call: Call,
  { flow: token, kind }: Skipping,
): Promise<Entered> {
  return execute(deps, call, 'factorEnrolmentSkip', async (tx) => {
    const state = await holdFlowAt(tx, call, { token, step: 'ENROL_FACTOR' })
    if ('refused' in state) return state
    const { account, flow, factors, policy } = state
    const subject = { subjectId: account.id }
    const facts = { ...flow, factors }
    if (!maySkip(facts, policy.factors, kind)) return refuse('FACTOR_NEEDED', subject)
    const skipped = [...flow.skipped, ...(kind === null ? openMethods(facts, policy.factors) : [kind])]
    await dropPendingFactors(tx, account.id)
    if (!(await changeFlow(tx, flow.id, { skipped }))) throw new Error('a locked sign-in ended')
    const skipping = { ...state, flow: { ...flow, skipped } }
    const going = stepOf(skipping) === 'ENROL_FACTOR' ? skipping : await leaveLost(tx, deps, skipping)
    return { value: await goOn(tx, deps, going, { call, token }), ...subject }
  })
}

/** Nothing more is set up, because another factor is left: what was lost goes now, and a recovery is over. */
async function leaveLost(tx: Tx, deps: EnterDeps, state: FlowState): Promise<FlowState> {
  const { account, factors, flow, recovery } = state
  const lost = factors.filter(({ id }) => flow.lost.includes(id))
  for (const factor of lost) {
    await removeFactor(tx, factor.id, 'LOST')
    await tellFactorRemoved(tx, deps, state, factor)
  }
  if (lost.length > 0) {
    await endTrust(tx, account.id, { reason: 'FACTOR_CHANGED', keepFlowId: flow.id })
    await changeFlow(tx, flow.id, { lost: [] })
  }
  if (recovery !== undefined) await noteRecovered(tx, recovery, ownerOf(state))
  return renewState(tx, state)
}
