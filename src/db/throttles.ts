import { and, eq, sql } from 'drizzle-orm'
import type { BackOff } from '../domain/accounts/throttle.ts'
import type { Tx } from './client.ts'
import { throttles } from './schema/all.ts'

/**
 * Open since ever. Not since now: of tries at once, one that began a moment earlier may come a moment later, and would find
 * the bucket closed until a moment from then.
 */
const open = sql`to_timestamp(0)`

/** What lay still for a day is forgotten. */
const forgottenAfter = sql`interval '1 day'`

export type Counted = {
  /** From when the next one is heard, where this one came too early. */
  readonly closedUntil: Date | null
  /** How many there were, this one included. */
  readonly failures: number
}

/**
 * Counts a try before it is checked, in one conditional upsert, so that fifty at once are fifty. Answers from when the
 * next one is heard when this one came too early; it is then not counted.
 */
export async function countTry(tx: Tx, bucket: Buffer, backOff: BackOff): Promise<Counted> {
  const pauses = sql`${sql.param([...backOff])}::integer[]`
  const closed = (failures: ReturnType<typeof sql>) => {
    const seconds = sql`(${pauses})[least(${failures}, array_length(${pauses}, 1))]`
    return sql`case when ${seconds} = 0 then ${open} else drempel.now() + ${seconds} * interval '1 second' end`
  }
  const failures = sql`case when t.updated_at < drempel.now() - ${forgottenAfter} then 1 else t.failures + 1 end`
  const [row] = await tx.execute<{ failures: number }>(sql`
    insert into drempel.throttles as t (portal_id, bucket, failures, closed_until, updated_at)
    values (${tx.portalId}, ${bucket}, 1, ${closed(sql`1`)}, drempel.now())
    on conflict (portal_id, bucket) do update
      set failures = ${failures}, closed_until = ${closed(failures)}, updated_at = drempel.now()
      where t.closed_until <= drempel.now()
    returning t.failures`)
  if (row === undefined) return { closedUntil: await closedUntil(tx, bucket), failures: 0 }
  return { closedUntil: null, failures: row.failures }
}

/** The right password clears what its owner mistyped. */
export async function forgetTries(tx: Tx, bucket: Buffer): Promise<void> {
  await tx.delete(throttles).where(ofBucket(tx, bucket))
}

/** Takes one try back: a shared address answers for failures only. */
export async function takeTryBack(tx: Tx, bucket: Buffer): Promise<void> {
  await tx
    .update(throttles)
    .set({ failures: sql`greatest(${throttles.failures} - 1, 0)`, closedUntil: open })
    .where(ofBucket(tx, bucket))
}

async function closedUntil(tx: Tx, bucket: Buffer): Promise<Date> {
  const [row] = await tx.select({ at: throttles.closedUntil }).from(throttles).where(ofBucket(tx, bucket))
  // Somebody else may have opened it since.
  return row !== undefined && row.at > tx.now ? row.at : tx.now
}

function ofBucket(tx: Tx, bucket: Buffer) {
  return and(eq(throttles.portalId, tx.portalId), eq(throttles.bucket, bucket))
}
