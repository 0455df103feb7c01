import { and, eq } from 'drizzle-orm'
import type postgres from 'postgres'
import type { Tx } from '../../db/client.ts'
import { accounts, grants } from '../../db/schema/all.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { localDate, localInstant } from '../../domain/time.ts'
import { type Clock, moveClock, readClock, resetClock } from '../clock.ts'
import type { DemoPortal } from './portal-data.ts'

export type LoadedPortal = { readonly portalId: string; readonly portal: DemoPortal }

/** What HR did so many days before the demo begins, by the command that HR's own acts end in. */
export type PastAct = { readonly daysAgo: number; readonly happen: (today: Date) => Promise<void> }

/**
 * Lets each happen on its own day of the past, the longest ago first. The clock goes back for it, so it must run before api
 * and worker do. What the stories make of it (a reminder, an expiry) they tell themselves, as after an outage.
 */
export async function tellPast(owner: postgres.Sql, acts: readonly PastAct[]): Promise<void> {
  if (acts.length === 0) return
  const { now, shiftMs } = await clockToReturnTo(owner)
  try {
    for (const { daysAgo, happen } of acts.toSorted((a, b) => b.daysAgo - a.daysAgo)) {
      await moveClock(owner, morning(now, daysAgo))
      await happen(now)
    }
  } finally {
    await (shiftMs === 0 ? resetClock(owner) : moveClock(owner, now))
  }
}

/** People only travel forward: a clock that runs behind was left there by a load that broke off. */
async function clockToReturnTo(owner: postgres.Sql): Promise<Clock> {
  const found = await readClock(owner)
  if (found.frozen || found.shiftMs >= 0) return found
  await resetClock(owner)
  return readClock(owner)
}

/** Half past nine in Amsterdam on a day of the past; today's is now, for half past nine may be still to come. */
function morning(now: Date, daysAgo: number): Date {
  if (daysAgo === 0) return now
  return new Date(localInstant(localDate(now), { plusDays: -daysAgo, hour: 9 }).getTime() + 30 * 60_000)
}

/** HR of an organisation, as if signed in. */
export async function hrOf(tx: Tx, organisationId: string): Promise<Actor> {
  const rows = await tx
    .select({ grant: grants, account: accounts })
    .from(grants)
    .innerJoin(accounts, and(eq(accounts.portalId, grants.portalId), eq(accounts.id, grants.accountId)))
    .where(and(eq(grants.portalId, tx.portalId), eq(grants.organisationId, organisationId), eq(grants.role, 'HR')))
    .limit(1)
  const [row] = rows
  if (row === undefined) throw new Error(`nobody is HR of ${organisationId}`)
  const { id, personId } = row.account
  return { kind: 'account', accountId: id, personId, sessionId: id, grants: [row.grant] }
}
