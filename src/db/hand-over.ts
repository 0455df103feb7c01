import { sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import type { Claim } from './outbox.ts'

/** Marks the point of no return and renews the lease. From here on, a lease that runs out means an unknown outcome. */
export async function beginHandOver(tx: Tx, claim: Claim, leaseMs: number): Promise<void> {
  await tx.execute(sql`
    update drempel.messages
    set handed_over_at = drempel.now(), claimed_until = clock_timestamp() + ${ms(leaseMs)}
    where ${mine(tx, claim)}`)
}

export type Postponed = {
  readonly delayMs: number
  readonly code: string | null
  /** False where it did not even come to a try. */
  readonly tried: boolean
  /** The provider says that nothing left: the hand-over is taken back, and an SMS may be tried again. */
  readonly nothingLeft?: boolean
}

/** Back into the queue for later; no later than send_before, at which the row is closed as expired. */
export async function postponeMessage(
  tx: Tx,
  claim: Claim,
  { delayMs, code, tried, nothingLeft = false }: Postponed,
): Promise<void> {
  await tx.execute(sql`
    update drempel.messages
    set claimed_until = clock_timestamp() + least(
          ${ms(delayMs)}, greatest(coalesce(send_before - drempel.now(), ${ms(delayMs)}), interval '0')),
        attempts = attempts - ${tried ? 0 : 1},
        code = coalesce(${code}, code),
        handed_over_at = case when ${nothingLeft} then null else handed_over_at end
    where ${mine(tx, claim)}`)
}

/** The end of a message that did not go out, or of which nobody knows. */
export async function closeMessage(
  tx: Tx,
  claim: Claim,
  { status, code }: { status: 'cancelled' | 'expired' | 'unknown'; code: string | null },
): Promise<void> {
  await tx.execute(sql`
    update drempel.messages
    set status = ${status}, code = ${code}, sealed = null, claimed_until = null, settled_at = drempel.now()
    where ${mine(tx, claim)}`)
}

/**
 * The provider has it: a fact, whoever tells it. So it also counts when the lease was lost or the message was cancelled
 * while it left. A report of its delivery that came first stays.
 */
export async function messageAccepted(
  tx: Tx,
  { id }: Claim,
  { provider, reference }: { provider: string; reference: string },
): Promise<void> {
  await tx.execute(sql`
    update drempel.messages
    set status = case when status in ('delivered', 'bounced', 'failed') then status else 'sent' end,
        provider = ${provider}, reference = ${reference}, code = case when status = 'queued' then null else code end,
        sealed = null, claimed_until = null, settled_at = drempel.now()
    where portal_id = ${tx.portalId} and id = ${id}`)
}

/** The provider will never take it: a fact as well. Where it left the queue meanwhile, it stays what it became. */
export async function messageRefused(
  tx: Tx,
  { id }: Claim,
  { provider, code }: { provider: string; code: string },
): Promise<void> {
  await tx.execute(sql`
    update drempel.messages
    set status = case when status = 'queued' then 'failed' else status end,
        provider = ${provider}, code = ${code}, sealed = null, claimed_until = null,
        settled_at = coalesce(settled_at, drempel.now())
    where portal_id = ${tx.portalId} and id = ${id}`)
}

function mine(tx: Tx, { id, attempts }: Claim) {
  return sql`portal_id = ${tx.portalId} and id = ${id} and status = 'queued' and attempts = ${attempts}`
}

function ms(milliseconds: number) {
  return sql`${milliseconds}::double precision * interval '1 millisecond'`
}
