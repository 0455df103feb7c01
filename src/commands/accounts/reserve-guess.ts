import type { Tx } from '../../db/client.ts'
import { reserveFlowTry } from '../../db/sign-in-flows.ts'
import { suspiciousSignIn } from '../../messages/suspicious-sign-in.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import type { FlowState } from './flow-state.ts'
import { type Buckets, countIn, knownDevice, proofBuckets } from './tries.ts'

/** A try at a second step that was counted, and where. */
export type Guess = { readonly buckets: Buckets }

/** Enough for whoever mistypes; whoever guesses begins again, with the password. */
const triesOfFlow = 10
/** After so many wrong ones in one place the owner hears that somebody has the password. */
const suspiciousAt = 5
/** Or of so many from wherever: a few from each of many places. */
const suspiciousTogether = 12

/** Counts a try at a second step before it is checked, whatever kind it is of. */
export async function reserveGuess(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { call, state }: { call: Call; state: FlowState },
): Promise<Guess | Refusal> {
  const { account, person, flow } = state
  const subject = { subjectId: account.id }
  const buckets = proofBuckets(deps, call, { accountId: account.id, device: await knownDevice(tx, call) })
  const counted = await countIn(tx, buckets)
  if ('refused' in counted) return { ...counted, ...subject }
  if (counted.failures === suspiciousAt + 1 || counted.together === suspiciousTogether) {
    await tellAccount(tx, deps, { account, person }, ({ portal }) => ({
      template: suspiciousSignIn,
      params: { at: tx.now, signInUrl: signInUrl(portal) },
      key: `suspicious-sign-in/${flow.id}`,
    }))
  }
  return (await reserveFlowTry(tx, flow.id, triesOfFlow)) ? { buckets } : refuse('CODE_EXHAUSTED', subject)
}
