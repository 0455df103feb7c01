import type { Pool } from '../../db/client.ts'
import { dropPendingFactors } from '../../db/factors.ts'
import { changeFlow } from '../../db/sign-in-flows.ts'
import type { FactorKind } from '../../domain/accounts/factor.ts'
import { maySkip, openMethods } from '../../domain/accounts/sign-in.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { holdFlowAt, stepOf } from './flow-state.ts'
import { leaveLost } from './leave-lost.ts'

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
