import { and, desc, eq } from 'drizzle-orm'
import { type Pool, reading } from '../db/client.ts'
import { mailbox } from '../db/schema/all.ts'

/** What the local mail and SMS adapters "sent", kept in Postgres for the pages under /dev and for tests. */

export type MailboxEntry = typeof mailbox.$inferSelect

export async function listMailbox(app: Pool, portalId: string, limit = 100): Promise<readonly MailboxEntry[]> {
  return reading(app, portalId, (tx) =>
    tx
      .select()
      .from(mailbox)
      .where(eq(mailbox.portalId, portalId))
      .orderBy(desc(mailbox.at), desc(mailbox.id))
      .limit(limit),
  )
}

export async function findInMailbox(app: Pool, portalId: string, id: string): Promise<MailboxEntry | undefined> {
  const [entry] = await reading(app, portalId, (tx) =>
    tx
      .select()
      .from(mailbox)
      .where(and(eq(mailbox.portalId, portalId), eq(mailbox.id, id))),
  )
  return entry
}
