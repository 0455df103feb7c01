import { sql } from 'drizzle-orm'
import type { Pool } from '../../db/client.ts'
import { localDate, localInstant } from '../../domain/time.ts'
import type { RecurringName } from '../../domain/journeys/recurring.ts'
import { keepRetention } from './keep-retention.ts'

type Deps = { readonly app: Pool; readonly engine: Pool }

const works: Readonly<Record<RecurringName, (deps: Deps) => Promise<unknown>>> = { retention: keepRetention }

/**
 * Does a recurring work when its row says that it is due, and writes when it is due next: at three in the morning. The work
 * is safe to do twice, so two that begin at once do no harm, and a crash in the middle only means that it is done again.
 */
export async function doRecurringWork(deps: Deps, name: RecurringName): Promise<'done' | 'notYet'> {
  const [row] = await deps.engine.drizzle.execute<{ now: string; due: boolean }>(sql`
    select extract(epoch from drempel.now()) * 1000 as now, next_due_at <= drempel.now() as due
    from drempel.recurring_work where name = ${name}`)
  if (row?.due !== true) return 'notYet'
  await works[name](deps)
  const next = localInstant(localDate(new Date(Number(row.now))), { plusDays: 1, hour: 3 })
  await deps.engine.drizzle.execute(sql`
    update drempel.recurring_work set last_done_at = drempel.now(), next_due_at = ${next.toISOString()}::timestamptz
    where name = ${name} and next_due_at <= drempel.now()`)
  return 'done'
}
