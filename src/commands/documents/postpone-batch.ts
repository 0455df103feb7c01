import type { Tx } from '../../db/client.ts'
import { countBatch } from '../../db/document-batch-items.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import { type Call, type Done, type Refusal, refuse } from '../execute.ts'
import type { Postpone } from '../journeys/hold-journey.ts'
import { holdBatch } from './hold-batch.ts'

/** People are told at an instant to come. Once somebody was told there is nothing left to put off. */
export async function postponeBatch(
  tx: Tx,
  _deps: object,
  acting: { readonly call: Call; readonly input: Postpone },
): Promise<Done<{ readonly journeyId: string }> | Refusal> {
  const holding = await holdBatch(tx, acting)
  if ('refused' in holding) return holding
  const { held, note } = holding
  const { until } = acting.input
  const subject = { journeyId: held.journey.id }
  const { told, untold } = await countBatch(tx, held.journey.id)
  if (told + untold > 0) return refuse('JOURNEY_NOT_POSTPONABLE', subject)
  const journey = await raiseJourney(tx, held.journey, { plan: held.journey.plan + 1, postponedUntil: until })
  const data = { until: until.toISOString() }
  await appendFact(tx, journey, { fact: 'postponed', actor: acting.call.actor, data, note })
  return { value: subject, note, ...subject }
}
