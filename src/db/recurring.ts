import { sql } from 'drizzle-orm'
import type { RecurringName } from '../domain/journeys/recurring.ts'
import type { Pool } from './client.ts'

/** Now, where the work is due by the database's clock; undefined where it is not. */
export async function recurringDueAt(engine: Pool, name: RecurringName): Promise<Date | undefined> {
  const [row] = await engine.drizzle.execute<{ now: string }>(sql`
    select extract(epoch from drempel.now()) * 1000 as now from drempel.recurring_work
    where name = ${name} and next_due_at <= drempel.now()`)
  return row && new Date(Number(row.now))
}

export async function recurringDone(engine: Pool, name: RecurringName, next: Date): Promise<void> {
  await engine.drizzle.execute(sql`
    update drempel.recurring_work set last_done_at = drempel.now(), next_due_at = ${next.toISOString()}::timestamptz
    where name = ${name} and next_due_at <= drempel.now()`)
}
