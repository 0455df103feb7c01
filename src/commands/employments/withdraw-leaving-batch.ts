import type { Tx } from '../../db/client.ts'
import { moveLeavingBatch } from '../../db/leaving-batches.ts'
import { type Call, type Done, type Refusal, refuse } from '../execute.ts'
import { endFromOutside } from '../journeys/end-from-outside.ts'
import { readReason, type Withdraw } from '../journeys/hold-journey.ts'
import { holdLeavingBatch } from './hold-leaving-batch.ts'

/** Who is planned stays planned; nobody else is. */
export async function withdrawLeavingBatch(
  tx: Tx,
  _deps: object,
  { call, input }: { readonly call: Call; readonly input: Withdraw },
): Promise<Done<{ readonly journeyId: string }> | Refusal> {
  const held = await holdLeavingBatch(tx, { call, input, rights: ['journeys.write', 'installation.write'] })
  if ('refused' in held) return held
  const { journey } = held
  const subject = { journeyId: journey.id }
  const reason = readReason(input, tx.now)
  if ('refused' in reason) return { ...reason, ...subject }
  const move = { from: ['gathering', 'running', 'halted'], to: { status: 'withdrawn' } } as const
  if (!(await moveLeavingBatch(tx, journey.id, move))) return refuse('JOURNEY_ENDED', subject)
  await endFromOutside(tx, journey, { outcome: 'withdrawn', actor: call.actor, ...reason })
  return { value: subject, ...reason, ...subject }
}
