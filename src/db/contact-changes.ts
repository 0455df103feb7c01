import { and, desc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Channel } from '../domain/journeys/message.ts'
import type { Tx } from './client.ts'
import { contactChanges } from './schema/all.ts'

export type ContactChangeRow = typeof contactChanges.$inferSelect

export type NewContactChange = Pick<ContactChangeRow, 'accountId' | 'channel' | 'value' | 'expiresAt'>

export async function insertContactChange(tx: Tx, change: NewContactChange): Promise<string> {
  const [row] = await tx
    .insert(contactChanges)
    .values({ ...change, portalId: tx.portalId })
    .returning({ id: contactChanges.id })
  if (row === undefined) throw new Error('a change of contact was not written')
  return row.id
}

/** What somebody asked for and has not proven, whether or not there is still time. */
export async function openContactChange(
  tx: Tx,
  accountId: string,
  channel: Channel,
): Promise<ContactChangeRow | undefined> {
  const [row] = await tx
    .select()
    .from(contactChanges)
    .where(ofAccount(tx, accountId, channel))
    .orderBy(desc(contactChanges.id))
    .limit(1)
  return row
}

/** It is done. False when it was, or another one took over. */
export async function endContactChange(tx: Tx, changeId: string): Promise<boolean> {
  const rows = await tx
    .update(contactChanges)
    .set({ endedAt: sql`drempel.now()` })
    .where(
      and(eq(contactChanges.portalId, tx.portalId), eq(contactChanges.id, changeId), isNull(contactChanges.endedAt)),
    )
    .returning({ id: contactChanges.id })
  return rows.length === 1
}

/** Another one takes over. Answers which ones ended. */
export async function endContactChangesOf(tx: Tx, accountId: string, channel: Channel): Promise<readonly string[]> {
  const rows = await tx
    .update(contactChanges)
    .set({ endedAt: sql`drempel.now()` })
    .where(ofAccount(tx, accountId, channel))
    .returning({ id: contactChanges.id })
  return rows.map(({ id }) => id)
}

type Asked = Pick<ContactChangeRow, 'accountId' | 'channel' | 'value'> & { readonly since: Date }

/**
 * When a change was asked for by this account or to this address since an instant, the newest first. Counted here and not
 * by messages, because an address that belongs to somebody else gets none.
 */
export async function contactChangesAsked(
  tx: Tx,
  { accountId, channel, value, since }: Asked,
): Promise<readonly Date[]> {
  const rows = await tx
    .select({ at: contactChanges.createdAt })
    .from(contactChanges)
    .where(
      and(
        eq(contactChanges.portalId, tx.portalId),
        eq(contactChanges.channel, channel),
        or(eq(contactChanges.accountId, accountId), eq(contactChanges.value, value)),
        gt(contactChanges.createdAt, since),
      ),
    )
    .orderBy(desc(contactChanges.createdAt))
  return rows.map(({ at }) => at)
}

function ofAccount(tx: Tx, accountId: string, channel: Channel) {
  return and(
    eq(contactChanges.portalId, tx.portalId),
    eq(contactChanges.accountId, accountId),
    eq(contactChanges.channel, channel),
    isNull(contactChanges.endedAt),
  )
}
