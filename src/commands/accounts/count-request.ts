import type { Tx } from '../../db/client.ts'
import { addressBackOff, networkOf } from '../../domain/accounts/throttle.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { Call, Refusal } from '../execute.ts'
import { countIn } from './tries.ts'

type Counted = {
  /** The act: each is slowed down apart. */
  readonly act: string
  /** The name or address that is asked about, folded. */
  readonly about: string
}

/**
 * Slows down what strangers ask as tries at a password are: about one name from one network, and of that network whatever
 * it asks about. None is ever taken back, because nobody here knows whether it met anybody.
 */
export async function countRequest(
  tx: Tx,
  { sealing }: { readonly sealing: Pick<SealingPort, 'blind'> },
  { portalId, origin = '' }: Call,
  { act, about }: Counted,
): Promise<Refusal | null> {
  const network = networkOf(origin)
  const counted = await countIn(tx, {
    account: sealing.blind(JSON.stringify([act, portalId, about, network])),
    shared: [{ bucket: sealing.blind(JSON.stringify([act, portalId, network])), backOff: addressBackOff }],
  })
  return 'refused' in counted ? counted : null
}
