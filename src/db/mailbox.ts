import { sql } from 'drizzle-orm'
import { inPortal, type Pool } from './client.ts'
import { mailbox } from './schema/all.ts'

type Pools = { readonly app: Pool; readonly engine: Pool }

export type Kept = Omit<typeof mailbox.$inferInsert, 'portalId' | 'at'>

/**
 * Keeps what the local mail and SMS adapters "send", for the pages under /dev and for tests. The same message again changes
 * nothing. A provider is told no portal, so it asks whose message it is: ids and nothing else, as the engine may.
 */
export async function keepInMailbox({ app, engine }: Pools, entry: Kept): Promise<void> {
  const portalId = await portalOfMessage(engine, entry.id)
  if (portalId === undefined) throw new Error(`no portal has message ${entry.id}`)
  await inPortal(app, portalId, (tx) =>
    tx
      .insert(mailbox)
      .values({ ...entry, portalId })
      .onConflictDoNothing(),
  )
}

async function portalOfMessage(engine: Pool, messageId: string): Promise<string | undefined> {
  // By way of the portals, because the key begins with the portal.
  const [row] = await engine.drizzle.execute<{ portalId: string }>(sql`
    select p.id as "portalId" from drempel.portals p
    where exists (select from drempel.messages m where m.portal_id = p.id and m.id = ${messageId})`)
  return row?.portalId
}
