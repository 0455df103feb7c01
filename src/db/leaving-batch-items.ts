import { and, asc, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { leavingBatchItems } from './schema/all.ts'

export type LeavingBatchItem = typeof leavingBatchItems.$inferSelect

/** How an item says who. */
export type Named = Pick<LeavingBatchItem, 'givenPersonId' | 'externalReference'>

export type LeavingBatchCounts = {
  readonly items: number
  /** What was expected when they came in. */
  readonly plannable: number
  readonly expectedRepeated: number
  readonly expectedRefused: number
  /** What became of them. */
  readonly planned: number
  readonly repeated: number
  readonly refused: number
  readonly left: number
}

/** How far these batches are. */
export async function countLeavers(
  tx: Tx,
  journeyIds: readonly string[],
): Promise<ReadonlyMap<string, LeavingBatchCounts>> {
  const rows = await tx.execute<LeavingBatchCounts & { journeyId: string }>(sql`
    select b.journey_id as "journeyId", count(i.journey_id)::int as items,
      count(*) filter (where i.expected = 'PLANNABLE')::int as plannable,
      count(*) filter (where i.expected = 'REPEATED')::int as "expectedRepeated",
      count(*) filter (where i.expected = 'REFUSED')::int as "expectedRefused",
      count(*) filter (where i.outcome = 'PLANNED')::int as planned,
      count(*) filter (where i.outcome = 'REPEATED')::int as repeated,
      count(*) filter (where i.outcome = 'REFUSED')::int as refused,
      count(i.journey_id) filter (where i.outcome is null)::int as left
    from drempel.leaving_batches b
    left join drempel.leaving_batch_items i on i.portal_id = b.portal_id and i.journey_id = b.journey_id
    where b.portal_id = ${tx.portalId} and b.journey_id = any(${sql.param([...journeyIds])}::uuid[])
    group by b.journey_id`)
  return new Map(rows.map(({ journeyId, ...counts }) => [journeyId, counts]))
}

export async function countLeaversOf(tx: Tx, journeyId: string): Promise<LeavingBatchCounts> {
  const counts = (await countLeavers(tx, [journeyId])).get(journeyId)
  if (counts === undefined) throw new Error('a batch that was held is gone')
  return counts
}

/** Those that say who in one of these ways. */
export async function findItemsNamed(
  tx: Tx,
  journeyId: string,
  names: readonly Named[],
): Promise<readonly LeavingBatchItem[]> {
  const people = names.flatMap(({ givenPersonId }) => givenPersonId ?? [])
  const references = names.flatMap(({ externalReference }) => externalReference ?? [])
  return tx
    .select(getTableColumns(leavingBatchItems))
    .from(leavingBatchItems)
    .where(
      and(
        ofBatch(tx, journeyId),
        sql`(${leavingBatchItems.givenPersonId} = any(${sql.param(people)}::uuid[])
          or ${leavingBatchItems.externalReference} = any(${sql.param(references)}::text[]))`,
      ),
    )
}

export type JudgedItem = Pick<
  LeavingBatchItem,
  'number' | 'givenPersonId' | 'externalReference' | 'lastDay' | 'handsInPhone' | 'personId' | 'expected' | 'problems'
>

/** New ones, and those sent again otherwise, by their numbers. The journey must be locked. Answers how many changed. */
export async function putLeavers(tx: Tx, journeyId: string, items: readonly JudgedItem[]): Promise<number> {
  if (items.length === 0) return 0
  const { count } = await tx.execute(sql`
    insert into drempel.leaving_batch_items as known (portal_id, journey_id, number, given_person_id, external_reference,
      last_day, hands_in_phone, person_id, expected, problems)
    select ${tx.portalId}::uuid, ${journeyId}::uuid, r.number, r."givenPersonId", r."externalReference", r."lastDay",
      r."handsInPhone", r."personId", r.expected, r.problems
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r(number integer, "givenPersonId" uuid,
      "externalReference" text, "lastDay" date, "handsInPhone" boolean, "personId" uuid, expected text, problems jsonb)
    on conflict (portal_id, journey_id, number) do update
    set last_day = excluded.last_day, hands_in_phone = excluded.hands_in_phone, person_id = excluded.person_id,
      expected = excluded.expected, problems = excluded.problems
    where (excluded.last_day, excluded.hands_in_phone, excluded.person_id, excluded.expected, excluded.problems)
      is distinct from (known.last_day, known.hands_in_phone, known.person_id, known.expected, known.problems)`)
  return count
}

/** The next that nobody has handled, in the order of the list. */
export async function nextLeavers(tx: Tx, journeyId: string, most: number): Promise<readonly LeavingBatchItem[]> {
  return tx
    .select()
    .from(leavingBatchItems)
    .where(and(ofBatch(tx, journeyId), isNull(leavingBatchItems.outcome)))
    .orderBy(asc(leavingBatchItems.number))
    .limit(most)
}

export type HandledItem = Pick<LeavingBatchItem, 'number' | 'outcome' | 'problems' | 'personId' | 'leavingId'>

/** What became of items, in the transaction that plans them. Answers how many were not handled before. */
export async function noteHandled(tx: Tx, journeyId: string, items: readonly HandledItem[]): Promise<number> {
  const { count } = await tx.execute(sql`
    update drempel.leaving_batch_items i
    set outcome = r.outcome, problems = r.problems, person_id = coalesce(r."personId", i.person_id), leaving_id = r."leavingId"
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r(number integer, outcome text, problems jsonb,
      "personId" uuid, "leavingId" uuid)
    where i.portal_id = ${tx.portalId} and i.journey_id = ${journeyId} and i.number = r.number and i.outcome is null`)
  return count
}

function ofBatch(tx: Tx, journeyId: string) {
  return and(eq(leavingBatchItems.portalId, tx.portalId), eq(leavingBatchItems.journeyId, journeyId))
}
