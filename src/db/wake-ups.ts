import { sql } from 'drizzle-orm'
import type { Pool } from './client.ts'

export type WakeUp = {
  readonly portalId: string
  readonly journeyId: string
  readonly kind: string
  readonly generation: number
  readonly seq: number
  readonly attempts: number
}

/**
 * Claims wake-ups by lease: a short transaction, no lock is held while Temporal is called. Each attempt leases longer, so
 * that what keeps failing does not crowd out the rest.
 */
export async function claimWakeUps(engine: Pool, limit: number): Promise<readonly WakeUp[]> {
  const rows = await engine.drizzle.execute<WakeUp>(sql`
    with claimed as (
      update drempel.wakeups w
      set attempts = w.attempts + 1, claimed_until = clock_timestamp() + least(5 * power(2, least(w.attempts, 6)), 60) * interval '1 second'
      where (w.portal_id, w.journey_id) in (
        select portal_id, journey_id from drempel.wakeups
        where claimed_until is null or claimed_until < clock_timestamp()
        order by created_at limit ${limit} for update skip locked
      )
      returning w.portal_id, w.journey_id, w.seq, w.attempts
    )
    select c.portal_id as "portalId", c.journey_id as "journeyId", c.seq, c.attempts, j.kind, j.generation
    from claimed c join drempel.journeys j on j.portal_id = c.portal_id and j.id = c.journey_id`)
  return [...rows]
}

/**
 * Deletes it unless the journey changed since the claim; then the newer change stands in the row and is delivered too. A
 * claim may have read the journey just before its next generation and the wake-up just after: then the wrong story was
 * woken, and the row is handed back.
 */
export async function settleWakeUp(
  engine: Pool,
  { portalId, journeyId, seq, generation }: Pick<WakeUp, 'portalId' | 'journeyId' | 'seq' | 'generation'>,
): Promise<void> {
  const row = sql`w.portal_id = ${portalId} and w.journey_id = ${journeyId} and w.seq = ${seq}`
  const settled = await engine.drizzle.execute(sql`
    delete from drempel.wakeups w using drempel.journeys j
    where ${row} and j.portal_id = w.portal_id and j.id = w.journey_id and j.generation = ${generation}`)
  if (settled.count === 1) return
  await engine.drizzle.execute(sql`update drempel.wakeups w set claimed_until = null where ${row}`)
}
