import { and, count, eq, gt } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { messages, secrets } from './schema/all.ts'

/** How many links to a new password an account was sent since an instant. */
export async function countResetLinks(tx: Tx, accountId: string, since: Date): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(secrets)
    .where(
      and(
        eq(secrets.portalId, tx.portalId),
        eq(secrets.accountId, accountId),
        eq(secrets.purpose, 'password-reset'),
        gt(secrets.createdAt, since),
      ),
    )
  return row?.count ?? 0
}

/** The mailbox a link was sent to: whoever shows the link has proven that one. */
export async function mailboxOfLink(
  tx: Tx,
  { linkId, personId }: { readonly linkId: string; readonly personId: string },
): Promise<string | undefined> {
  const [row] = await tx
    .select({ recipient: messages.recipient })
    .from(messages)
    .where(and(eq(messages.portalId, tx.portalId), eq(messages.personId, personId), eq(messages.secretId, linkId)))
  return row?.recipient
}
