import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Call } from '../../src/commands/execute.ts'
import { inPortal, type Pool } from '../../src/db/client.ts'

/** Whoever calls is signed in, and has just proved that it is them: for acts on what is somebody else's. */
export async function proveAfresh({ app }: { readonly app: Pool }, { portalId, actor }: Call): Promise<void> {
  if (actor.kind !== 'account') return
  const { accountId, sessionId } = actor
  const email = `${accountId}@desk.example`
  await inPortal(app, portalId, async (tx) => {
    await tx.execute(sql`insert into drempel.people (portal_id, id, name, language, email)
      values (${portalId}, ${accountId}, 'Dirk Desk', 'nl', ${email}) on conflict do nothing`)
    await tx.execute(sql`insert into drempel.accounts (portal_id, id, person_id, identifier, status)
      values (${portalId}, ${accountId}, ${accountId}, ${email}, 'active') on conflict do nothing`)
    await tx.execute(sql`
      insert into drempel.sessions (portal_id, id, account_id, digest, device, expires_at, stepped_up_at)
      values (${portalId}, ${sessionId}, ${accountId}, ${randomBytes(32)}, 'a browser',
        drempel.now() + interval '1 day', drempel.now())
      on conflict (portal_id, id) do update set stepped_up_at = drempel.now()`)
  })
}
