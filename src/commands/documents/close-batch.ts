import type { Pool } from '../../db/client.ts'
import { countBatch } from '../../db/document-batch-items.ts'
import { type BatchName, closeBatchRow, lockBatchNamed } from '../../db/document-batches.ts'
import { appendFact, raiseJourney } from '../../db/journeys.ts'
import { authorise, type Call, execute, refuse } from '../execute.ts'
import { renewItems } from './batch-items.ts'

export type CloseBatch = BatchName & {
  /** How many items it ought to have, those that were refused among them. */
  readonly expectedItems?: number | null | undefined
}

/** This was all: from here people are told. Closing a closed batch changes nothing. */
export async function closeBatch(
  deps: { readonly app: Pool },
  call: Call,
  { expectedItems = null, ...name }: CloseBatch,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'documentBatchClose', async (tx) => {
    authorise(call, 'documents.write', name.organisationId, tx.now)
    const held = await lockBatchNamed(tx, name)
    if (held === undefined) return refuse('NOT_FOUND')
    const { journey, batch } = held
    const subject = { journeyId: journey.id }
    if (journey.outcome === 'withdrawn') return refuse('JOURNEY_ENDED', subject)
    if (batch.closedAt !== null) return { value: subject, ...subject }
    const { items, refused } = await countBatch(tx, journey.id)
    if (expectedItems !== null && expectedItems !== items) return refuse('BATCH_INCOMPLETE', subject)
    await renewItems(tx, journey.id)
    await closeBatchRow(tx, journey.id)
    await appendFact(tx, journey, { fact: 'batchClosed', actor: call.actor, data: { items, refused } })
    await raiseJourney(tx, journey)
    return { value: subject, ...subject }
  })
}
