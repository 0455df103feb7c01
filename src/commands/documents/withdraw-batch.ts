import type { Tx } from '../../db/client.ts'
import type { Call, Done, Refusal } from '../execute.ts'
import { endFromOutside } from '../journeys/end-from-outside.ts'
import type { Withdraw } from '../journeys/hold-journey.ts'
import { holdBatch } from './hold-batch.ts'

/** Nobody is told or reminded any more; mails that have not left are cancelled. The documents stay. */
export async function withdrawBatch(
  tx: Tx,
  _deps: object,
  acting: { readonly call: Call; readonly input: Withdraw },
): Promise<Done<{ readonly journeyId: string }> | Refusal> {
  const holding = await holdBatch(tx, acting)
  if ('refused' in holding) return holding
  const { held, note } = holding
  const journeyId = held.journey.id
  await endFromOutside(tx, held.journey, { outcome: 'withdrawn', actor: acting.call.actor, note })
  return { value: { journeyId }, note, journeyId }
}
