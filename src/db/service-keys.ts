import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Scope } from '../domain/accounts/account.ts'
import type { Tx } from './client.ts'
import { keySet, type Page } from './page.ts'
import { serviceKeys } from './schema/all.ts'
import { digestOf } from './secrets.ts'

export type ServiceKeyRow = typeof serviceKeys.$inferSelect

export type NewServiceKey = {
  readonly name: string
  readonly organisationId: string
  /** The whole key as it is shown once, prefix included. */
  readonly token: string
  readonly scopes: readonly Scope[]
  readonly createdBy: string
  readonly expiresAt: Date
}

export async function insertServiceKey(tx: Tx, key: NewServiceKey): Promise<string> {
  const { token, scopes, ...rest } = key
  const [row] = await tx
    .insert(serviceKeys)
    .values({ ...rest, portalId: tx.portalId, digest: digestOf(token), scopes: [...scopes] })
    .returning({ id: serviceKeys.id })
  if (row === undefined) throw new Error('a service key was not written')
  return row.id
}

/** Only what still counts: a revoked or expired key is nobody's. */
export async function findServiceKey(tx: Tx, token: string): Promise<ServiceKeyRow | undefined> {
  const [row] = await tx
    .select()
    .from(serviceKeys)
    .where(
      and(
        eq(serviceKeys.portalId, tx.portalId),
        eq(serviceKeys.digest, digestOf(token)),
        isNull(serviceKeys.revokedAt),
        sql`${serviceKeys.expiresAt} > drempel.now()`,
      ),
    )
  return row
}

/** Written at most once a minute, however many requests there are. */
export async function touchServiceKey(tx: Tx, keyId: string): Promise<void> {
  await tx
    .update(serviceKeys)
    .set({ lastUsedAt: sql`drempel.now()` })
    .where(
      and(
        ofId(tx, keyId),
        sql`coalesce(${serviceKeys.lastUsedAt}, '-infinity') <= drempel.now() - interval '1 minute'`,
      ),
    )
}

export async function findServiceKeyById(tx: Tx, keyId: string): Promise<ServiceKeyRow | undefined> {
  const [row] = await tx.select().from(serviceKeys).where(ofId(tx, keyId))
  return row
}

/** An organisation's keys in the order in which they were made, revoked ones included. */
export async function listServiceKeys(tx: Tx, organisationId: string, page: Page): Promise<readonly ServiceKeyRow[]> {
  const { where, orderBy } = keySet([{ column: sql`${serviceKeys.id}`, type: 'uuid' }], page, 'ASC')
  return tx
    .select()
    .from(serviceKeys)
    .where(and(eq(serviceKeys.portalId, tx.portalId), eq(serviceKeys.organisationId, organisationId), where))
    .orderBy(orderBy)
    .limit(page.limit)
}

/** True when it was not revoked before: one conditional update. */
export async function revokeServiceKeyRow(tx: Tx, keyId: string): Promise<boolean> {
  const rows = await tx
    .update(serviceKeys)
    .set({ revokedAt: sql`drempel.now()` })
    .where(and(ofId(tx, keyId), isNull(serviceKeys.revokedAt)))
    .returning({ id: serviceKeys.id })
  return rows.length === 1
}

function ofId(tx: Tx, keyId: string) {
  return and(eq(serviceKeys.portalId, tx.portalId), eq(serviceKeys.id, keyId))
}
