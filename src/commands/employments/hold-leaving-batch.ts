import type { Tx } from '../../db/client.ts'
import type { JourneyRow } from '../../db/journeys.ts'
import { findLeavingBatch, type LeavingBatchCase } from '../../db/leaving-batches.ts'
import type { Right } from '../../domain/accounts/access.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { type Held, holdJourney } from '../journeys/hold-journey.ts'

/** The batch of a journey that is locked. */
export async function leavingBatchOf(tx: Tx, journey: Pick<JourneyRow, 'id'>): Promise<LeavingBatchCase> {
  const held = await findLeavingBatch(tx, journey.id)
  if (held === undefined) throw new Error(`journey ${journey.id} has no batch of leavers`)
  return held
}

type Holding = {
  readonly call: Call
  readonly input: Held
  readonly rights: readonly [Right, ...Right[]]
}

/** A batch that is under way or done, locked, for whoever may act on it. One that was given up takes no more acts. */
export async function holdLeavingBatch(tx: Tx, { call, input, rights }: Holding): Promise<LeavingBatchCase | Refusal> {
  const journey = await holdJourney(tx, call, input, rights)
  if ('refused' in journey) return journey
  if (journey.kind !== 'leaving-batch') return refuse('NOT_FOUND')
  const isGivenUp = journey.status !== 'open' && journey.outcome !== 'done'
  return isGivenUp ? refuse('JOURNEY_ENDED', { journeyId: journey.id }) : leavingBatchOf(tx, journey)
}
