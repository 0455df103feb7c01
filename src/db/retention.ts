import { type SQL, sql } from 'drizzle-orm'
import type { Pool, Tx } from './client.ts'
import { portals } from './schema/all.ts'

export type Kept = { readonly days: number }

export async function portalIds(pool: Pool): Promise<readonly string[]> {
  const rows = await pool.drizzle.select({ id: portals.id }).from(portals).orderBy(portals.id)
  return rows.map((row) => row.id)
}

/** Sealed copies that nothing can come of any more, while their message waited. What was sent is wiped when it is sent. */
export async function wipeSealedCopies(tx: Tx): Promise<number> {
  return affected(
    tx,
    sql`
    update drempel.messages m set sealed = null
    where m.portal_id = ${tx.portalId} and m.sealed is not null and (m.status <> 'queued' or m.send_before <= drempel.now()
      or not exists (
        select from drempel.secrets s where s.portal_id = m.portal_id and s.id = m.secret_id
          and s.used_at is null and s.superseded_at is null and s.expires_at > drempel.now()))`,
  )
}

export async function deleteThrottles(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`delete from drempel.throttles where portal_id = ${tx.portalId} and updated_at < ${before(kept)}`,
  )
}

export async function deleteIdempotencyKeys(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`delete from drempel.idempotency where portal_id = ${tx.portalId} and created_at < ${before(kept)}`,
  )
}

/** least() passes over what is not set, so the first of the ends counts. */
export async function deleteSessions(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`delete from drempel.sessions where portal_id = ${tx.portalId} and least(ended_at, expires_at) < ${before(kept)}`,
  )
}

export async function deleteSecrets(tx: Tx, kept: Kept): Promise<number> {
  return affected(
    tx,
    sql`
    delete from drempel.secrets
    where portal_id = ${tx.portalId} and least(used_at, superseded_at, expires_at) < ${before(kept)}`,
  )
}

/** So many days ago. */
export function before({ days }: Kept): SQL {
  return sql`drempel.now() - ${days}::integer * interval '1 day'`
}

export async function affected(tx: Tx, statement: SQL): Promise<number> {
  return (await tx.execute(statement)).count
}
