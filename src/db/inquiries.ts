import { and, eq, sql } from 'drizzle-orm'
import type { Pool, Tx } from './client.ts'
import { inquiries } from './schema/all.ts'

export type InquiryRow = typeof inquiries.$inferSelect

export type NewInquiry = { readonly id: string; readonly sealed: Buffer; readonly correlationId: string }

/** The loops hear of it at commit. */
export async function insertInquiry(tx: Tx, inquiry: NewInquiry): Promise<void> {
  await tx.insert(inquiries).values({ portalId: tx.portalId, ...inquiry })
  await tx.execute(sql`select pg_notify('drempel_inquiries', '')`)
}

export async function findInquiry(tx: Tx, inquiryId: string): Promise<InquiryRow | undefined> {
  const [row] = await tx.select().from(inquiries).where(ofId(tx, inquiryId))
  return row
}

/** Takes it out of the queue for good. False when somebody else did: whoever takes it answers it, in the same transaction. */
export async function takeInquiry(tx: Tx, inquiryId: string): Promise<boolean> {
  const rows = await tx.delete(inquiries).where(ofId(tx, inquiryId)).returning({ id: inquiries.id })
  return rows.length === 1
}

/** An inquiry under a lease. attempts counts this one. */
export type InquiryClaim = { readonly portalId: string; readonly inquiryId: string; readonly attempts: number }

/**
 * Claims inquiries by lease, in one short transaction of the engine's role, which sees no content. Each attempt leases
 * twice as long, so that what keeps failing does not crowd out the rest.
 */
export async function claimInquiries(
  engine: Pool,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<readonly InquiryClaim[]> {
  const rows = await engine.drizzle.execute<InquiryClaim>(sql`
    with due as materialized (
      select portal_id, id from drempel.inquiries
      where claimed_until is null or claimed_until < clock_timestamp()
      order by created_at limit ${limit} for update skip locked)
    update drempel.inquiries i
    set attempts = i.attempts + 1, claimed_until = clock_timestamp()
      + least(${leaseMs}::double precision * power(2, least(i.attempts, 20)), 300000) * interval '1 millisecond'
    from due where i.portal_id = due.portal_id and i.id = due.id
    returning i.portal_id as "portalId", i.id as "inquiryId", i.attempts`)
  return [...rows]
}

function ofId(tx: Tx, inquiryId: string) {
  return and(eq(inquiries.portalId, tx.portalId), eq(inquiries.id, inquiryId))
}
