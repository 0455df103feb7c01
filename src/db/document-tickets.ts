import { sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { affected, before, type Kept } from './retention.ts'
import { documentTickets } from './schema/all.ts'

export type Exported = { readonly personId: string; readonly organisationId: string }

export type NewTicket = {
  readonly sessionId: string
  /** Null: everything of one person. */
  readonly document: { readonly id: string; readonly version: number } | null
  /** Whom HR exports; without it everything of one's own. */
  readonly exported?: Exported | undefined
  readonly expiresAt: Date
}

export async function insertTicket(tx: Tx, { sessionId, document, exported, expiresAt }: NewTicket): Promise<string> {
  const [row] = await tx
    .insert(documentTickets)
    .values({
      portalId: tx.portalId,
      sessionId,
      documentId: document?.id ?? null,
      version: document?.version ?? null,
      personId: exported?.personId ?? null,
      organisationId: exported?.organisationId ?? null,
      expiresAt,
    })
    .returning({ id: documentTickets.id })
  if (row === undefined) throw new Error('a ticket was not written')
  return row.id
}

export type Ticket = {
  readonly documentId: string | null
  readonly version: number | null
  readonly personId: string | null
  readonly organisationId: string | null
}

/** While it counts, for the session it was made for, as long as that session and its account still do. */
export async function findTicket(tx: Tx, ticketId: string, sessionId: string): Promise<Ticket | undefined> {
  const [row] = await tx.execute<Ticket>(sql`
    select t.document_id as "documentId", t.version, t.person_id as "personId", t.organisation_id as "organisationId"
    from drempel.document_tickets t
    join drempel.sessions s on s.portal_id = t.portal_id and s.id = t.session_id
    join drempel.accounts a on a.portal_id = s.portal_id and a.id = s.account_id
    where t.portal_id = ${tx.portalId} and t.id = ${ticketId}::uuid and t.session_id = ${sessionId}::uuid
      and t.expires_at > drempel.now() and s.ended_at is null and a.status = 'active'`)
  return row
}

export async function deleteTickets(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`delete from drempel.document_tickets where portal_id = ${tx.portalId} and expires_at < ${before(kept)}`,
  )
}
