import { and, count, desc, eq, gt, like, ne, type SQL, sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { messages } from './schema/all.ts'

export type NewMessage = Omit<typeof messages.$inferInsert, 'portalId'>

/**
 * Queues a message once: its key is unique within the journey, so an act told twice sends once. False when it was there.
 * The delivery loops hear of it at commit.
 */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<boolean> {
  const rows = await tx
    .insert(messages)
    .values({ ...message, portalId: tx.portalId })
    .onConflictDoNothing()
    .returning({ id: messages.id })
  if (rows.length === 1) await notifyMessages(tx)
  return rows.length === 1
}

/** Many at once, for bulk; the caller knows that their keys are new. */
export async function insertMessages(tx: Tx, rows: readonly NewMessage[]): Promise<void> {
  if (rows.length === 0) return
  await tx.insert(messages).values(rows.map((row) => ({ ...row, portalId: tx.portalId })))
  await notifyMessages(tx)
}

/** Whether an act of the story is done: its message or task is there, whatever became of it. */
export async function hasKey(tx: Tx, journeyId: string, key: string): Promise<boolean> {
  const [row] = await tx.execute<{ done: boolean }>(sql`
    select exists (select from drempel.messages m
        where m.portal_id = ${tx.portalId} and m.journey_id = ${journeyId} and m.key = ${key})
      or exists (select from drempel.tasks t
        where t.portal_id = ${tx.portalId} and t.journey_id = ${journeyId} and t.key = ${key}) as done`)
  return row?.done === true
}

/** Whether an earlier plan has sent its invitation: an older link may lie in the mailbox. */
export async function wasInvited(tx: Tx, journeyId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(ofJourney(tx, journeyId), like(messages.key, 'p%/invitation'), ne(messages.status, 'cancelled')))
    .limit(1)
  return rows.length > 0
}

/** Whether somebody who is invited has had their invitation: one that is planned for later is told to nobody. */
export async function hadInvitation(tx: Tx, accountId: string): Promise<boolean> {
  const [row] = await tx.execute<{ had: boolean }>(sql`
    select exists (
      select from drempel.journeys j
      join drempel.messages m on m.portal_id = j.portal_id and m.journey_id = j.id
      where j.portal_id = ${tx.portalId} and j.subject_id = ${accountId} and j.kind = 'account-activation'
        and j.status = 'open' and m.key like 'p%/invitation' and m.status <> 'cancelled') as had`)
  return row?.had === true
}

type Since = { readonly template: string; readonly since: Date }

/** When messages of a template were queued for a recipient since an instant, newest first: the send limit of codes. */
export async function codesSentTo(tx: Tx, recipient: string, since: Since): Promise<readonly Date[]> {
  return queuedSince(tx, eq(messages.recipient, recipient), since)
}

/** The same on behalf of one person, whatever the number or address. */
export async function codesSentFor(tx: Tx, personId: string, since: Since): Promise<readonly Date[]> {
  return queuedSince(tx, eq(messages.personId, personId), since)
}

async function queuedSince(tx: Tx, whose: SQL, { template, since }: Since): Promise<readonly Date[]> {
  const rows = await tx
    .select({ at: messages.createdAt })
    .from(messages)
    .where(
      and(eq(messages.portalId, tx.portalId), whose, eq(messages.template, template), gt(messages.createdAt, since)),
    )
    .orderBy(desc(messages.createdAt))
  return rows.map((row) => row.at)
}

/** Whether somebody was written this since an instant. */
export async function wasToldSince(
  tx: Tx,
  personId: string,
  { template, since }: { template: string; since: Date },
): Promise<boolean> {
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.portalId, tx.portalId),
        eq(messages.personId, personId),
        eq(messages.template, template),
        gt(messages.createdAt, since),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** How many messages of a journey have a key that begins like this. */
export async function countKeys(tx: Tx, journeyId: string, prefix: string): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(messages)
    .where(and(ofJourney(tx, journeyId), like(messages.key, `${prefix}%`)))
  return row?.count ?? 0
}

function ofJourney(tx: Tx, journeyId: string) {
  return and(eq(messages.portalId, tx.portalId), eq(messages.journeyId, journeyId))
}

export async function notifyMessages(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_notify('drempel_messages', '')`)
}
