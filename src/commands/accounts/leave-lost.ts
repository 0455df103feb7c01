import type { Tx } from '../../db/client.ts'
import { removeFactor } from '../../db/factors.ts'
import { changeFlow } from '../../db/sign-in-flows.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { endTrust } from './end-trust.ts'
import type { EnterDeps } from './enter.ts'
import { type FlowState, ownerOf, renewState } from './flow-state.ts'
import { noteRecovered } from './note-recovered.ts'
import { tellFactorRemoved } from './tell-factor-changed.ts'

/** Nothing more is set up, because another factor is left: what was lost goes now, and a recovery is over. */
export async function leaveLost(tx: Tx, deps: EnterDeps, state: FlowState): Promise<FlowState> {
  const { account, factors, flow, recovery } = state
  const lost = factors.filter(({ id }) => flow.lost.includes(id))
  for (const factor of lost) {
    await removeFactor(tx, factor.id, 'LOST')
    await tellFactorRemoved(tx, deps, state, factor)
  }
  if (lost.length > 0) {
    await endTrust(tx, account.id, { reason: 'FACTOR_CHANGED', keepFlowId: flow.id })
    await changeFlow(tx, flow.id, { lost: [] })
    await noteSignInChanged(tx, account.id)
  }
  if (recovery !== undefined) await noteRecovered(tx, deps, recovery, { actor: ownerOf(state), flowId: flow.id })
  return renewState(tx, state)
}
