import { and, desc, eq } from 'drizzle-orm'
import { type Pool, reading, type Tx } from '../db/client.ts'
import { mailbox, messages } from '../db/schema/all.ts'
import type { MessageStatus } from '../domain/journeys/message.ts'

/** What the local mail and SMS adapters "sent" (src/db/mailbox.ts keeps it), with what became of it since. */
export type MailboxEntry = typeof mailbox.$inferSelect & {
  /** Null when the message itself is gone. */
  readonly template: string | null
  readonly status: MessageStatus | null
  readonly code: string | null
}

/** Newest first. */
export async function listMailbox(app: Pool, portalId: string, limit = 100): Promise<readonly MailboxEntry[]> {
  return reading(app, portalId, (tx) => select(tx).orderBy(desc(mailbox.at), desc(mailbox.id)).limit(limit))
}

export async function findInMailbox(app: Pool, portalId: string, id: string): Promise<MailboxEntry | undefined> {
  const [entry] = await reading(app, portalId, (tx) => select(tx, id))
  return entry
}

function select(tx: Tx, id?: string) {
  const { portalId, recipient, sender, subject, text, html, at, channel } = mailbox
  const { template, status, code } = messages
  return tx
    .select({ portalId, id: mailbox.id, recipient, sender, subject, text, html, at, channel, template, status, code })
    .from(mailbox)
    .leftJoin(messages, and(eq(messages.portalId, mailbox.portalId), eq(messages.id, mailbox.id)))
    .where(and(eq(mailbox.portalId, tx.portalId), id === undefined ? undefined : eq(mailbox.id, id)))
}
