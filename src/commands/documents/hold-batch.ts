import type { Tx } from '../../db/client.ts'
import { type BatchCase, findBatch } from '../../db/document-batches.ts'
import type { JourneyRow } from '../../db/journeys.ts'
import { type BatchCalendar, batchCalendar } from '../../domain/documents/batch.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { type Held, holdJourney, readReason } from '../journeys/hold-journey.ts'

export function calendarOf({ batch, journey, policy, toldAt }: BatchCase): BatchCalendar {
  const { addedAt, closedAt } = batch
  return batchCalendar({ addedAt, closedAt, postponedUntil: journey.postponedUntil, toldAt }, policy.documents)
}

/** The batch of a journey that is locked. */
export async function batchOf(tx: Tx, journey: Pick<JourneyRow, 'id'>): Promise<BatchCase> {
  const held = await findBatch(tx, journey.id)
  if (held === undefined) throw new Error(`journey ${journey.id} has no batch`)
  return held
}

type Holding = { readonly call: Call; readonly input: Held & { readonly reason: string; readonly until?: Date } }

/** An open batch for the acts of HR and operators on it, with their reason. */
export async function holdBatch(
  tx: Tx,
  { call, input }: Holding,
): Promise<{ readonly held: BatchCase; readonly note: string } | Refusal> {
  const journey = await holdJourney(tx, call, input, ['journeys.write', 'installation.write'])
  if ('refused' in journey) return journey
  const subject = { journeyId: journey.id }
  const reason = readReason(input, tx.now)
  if ('refused' in reason) return { ...reason, ...subject }
  if (journey.status !== 'open') return refuse('JOURNEY_ENDED', subject)
  return { held: await batchOf(tx, journey), ...reason }
}
