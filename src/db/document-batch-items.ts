import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Code } from '../domain/codes.ts'
import type { BatchItemOutcome } from '../domain/documents/batch.ts'
import type { Tx } from './client.ts'
import { documentBatchItems } from './schema/all.ts'

export type BatchCounts = {
  readonly items: number
  readonly published: number
  readonly corrected: number
  readonly repeated: number
  readonly refused: number
  readonly told: number
  readonly untold: number
  /** Of what people were told of. */
  readonly opened: number
  /** Of whom nobody knows yet whether they will be told. */
  readonly waiting: number
  /** Told of, there still, and not opened. */
  readonly unread: number
}

/** Of an item that the statement calls i: what the batch brought was opened, or what took its place since. */
export const isOpened = sql`exists (select from drempel.document_versions v
  where v.portal_id = i.portal_id and v.document_id = i.document_id and v.number >= i.version and v.opened_at is not null)`

/** How far these batches are. Counted each time: what somebody opened is known to the documents alone. */
export async function countBatches(tx: Tx, journeyIds: readonly string[]): Promise<ReadonlyMap<string, BatchCounts>> {
  const rows = await tx.execute<BatchCounts & { journeyId: string }>(sql`
    select b.journey_id as "journeyId", count(i.journey_id)::int as items,
      count(*) filter (where i.outcome = 'PUBLISHED')::int as published,
      count(*) filter (where i.outcome = 'CORRECTED')::int as corrected,
      count(*) filter (where i.outcome = 'REPEATED')::int as repeated,
      count(*) filter (where i.outcome = 'REFUSED')::int as refused,
      count(*) filter (where i.told_at is not null)::int as told,
      count(*) filter (where i.untold is not null)::int as untold,
      count(*) filter (where i.told_at is not null and ${isOpened})::int as opened,
      count(*) filter (where i.told_at is null and i.untold is null and i.outcome in ('PUBLISHED', 'CORRECTED'))::int as waiting,
      count(*) filter (where i.told_at is not null and d.withdrawn_at is null and not ${isOpened})::int as unread
    from drempel.document_batches b
    left join drempel.document_batch_items i on i.portal_id = b.portal_id and i.journey_id = b.journey_id
    left join drempel.documents d on d.portal_id = i.portal_id and d.id = i.document_id
    where b.portal_id = ${tx.portalId} and b.journey_id = any(${sql.param([...journeyIds])}::uuid[])
    group by b.journey_id`)
  return new Map(rows.map(({ journeyId, ...counts }) => [journeyId, counts]))
}

export async function countBatch(tx: Tx, journeyId: string): Promise<BatchCounts> {
  const counts = (await countBatches(tx, [journeyId])).get(journeyId)
  if (counts === undefined) throw new Error('a batch that was held is gone')
  return counts
}

/** Which of these references stand in the batch as documents. */
export async function documentsInBatch(
  tx: Tx,
  journeyId: string,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ reference: documentBatchItems.externalReference })
    .from(documentBatchItems)
    .where(
      and(
        ofBatch(tx, journeyId),
        inArray(documentBatchItems.externalReference, [...references]),
        isNotNull(documentBatchItems.documentId),
      ),
    )
  return new Set(rows.map(({ reference }) => reference))
}

export type NewBatchItem = {
  readonly externalReference: string
  readonly outcome: BatchItemOutcome
  readonly problemPath: string | null
  readonly problemCode: Code | null
  readonly documentId: string | null
  readonly version: number | null
  readonly personId: string | null
}

/** What was there before the batch, or is a correction, with its documents locked: of two batches that decide about one, the second waits. */
export async function lockRepeated(tx: Tx, journeyId: string): Promise<readonly NewBatchItem[]> {
  await tx.execute(sql`
    select 1 from drempel.documents d
    join drempel.document_batch_items i on i.portal_id = d.portal_id and i.document_id = d.id
    where i.portal_id = ${tx.portalId} and i.journey_id = ${journeyId}::uuid and i.outcome in ('REPEATED', 'CORRECTED')
    order by d.id for update of d`)
  const { externalReference, outcome, problemPath, problemCode, documentId, version, personId } = documentBatchItems
  return tx
    .select({ externalReference, outcome, problemPath, problemCode, documentId, version, personId })
    .from(documentBatchItems)
    .where(and(ofBatch(tx, journeyId), inArray(outcome, ['REPEATED', 'CORRECTED'])))
}

/**
 * What became of items, by their references. A document is never taken back by a refusal that came later, and what the
 * batch itself brought stays new to its person also where it was put right since. Answers how many rows changed.
 */
export async function putBatchItems(tx: Tx, journeyId: string, items: readonly NewBatchItem[]): Promise<number> {
  if (items.length === 0) return 0
  const result = await tx.execute(sql`
    insert into drempel.document_batch_items as known (portal_id, journey_id, external_reference, outcome, problem_path,
      problem_code, document_id, version, person_id)
    select ${tx.portalId}::uuid, ${journeyId}::uuid, r."externalReference", r.outcome, r."problemPath", r."problemCode",
      r."documentId", r.version, r."personId"
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r("externalReference" text, outcome text,
      "problemPath" text, "problemCode" text, "documentId" uuid, version integer, "personId" uuid)
    on conflict (portal_id, journey_id, external_reference) do update
    set outcome = case when known.outcome = 'PUBLISHED' then 'PUBLISHED' else excluded.outcome end,
      problem_path = excluded.problem_path, problem_code = excluded.problem_code, document_id = excluded.document_id,
      version = excluded.version, person_id = excluded.person_id
    where excluded.outcome in ('PUBLISHED', 'CORRECTED') or (known.document_id is null
      and (excluded.outcome, excluded.problem_code) is distinct from (known.outcome, known.problem_code))`)
  return result.count
}

function ofBatch(tx: Tx, journeyId: string) {
  return and(eq(documentBatchItems.portalId, tx.portalId), eq(documentBatchItems.journeyId, journeyId))
}
