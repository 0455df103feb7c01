import { createHash } from 'node:crypto'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { SecretPurpose } from '../domain/accounts/secret.ts'
import type { Tx } from './client.ts'
import { messages, secrets } from './schema/all.ts'

export type SecretRow = typeof secrets.$inferSelect

export type NewSecret = {
  readonly accountId: string
  readonly journeyId: string | null
  readonly plan: number | null
  readonly purpose: SecretPurpose
  /** What it was sent for: it proves nothing anywhere else. */
  readonly contextId?: string | null
  readonly expiresAt: Date
  readonly maxAttempts: number
} & ({ readonly token: string } | { readonly slowHash: string })

/** 256-bit tokens need no slow hash: there is nothing to guess. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export async function insertSecret(tx: Tx, secret: NewSecret): Promise<string> {
  const kept = 'token' in secret ? { digest: digestOf(secret.token) } : { slowHash: secret.slowHash }
  const { accountId, journeyId, plan, purpose, contextId = null, expiresAt, maxAttempts } = secret
  const [row] = await tx
    .insert(secrets)
    .values({ portalId: tx.portalId, accountId, journeyId, plan, purpose, contextId, expiresAt, maxAttempts, ...kept })
    .returning({ id: secrets.id })
  if (row === undefined) throw new Error('a secret was not written')
  return row.id
}

export async function findSecretByToken(tx: Tx, token: string, purpose: SecretPurpose): Promise<SecretRow | undefined> {
  const [row] = await tx
    .select()
    .from(secrets)
    .where(and(eq(secrets.portalId, tx.portalId), eq(secrets.digest, digestOf(token)), eq(secrets.purpose, purpose)))
  return row
}

/** The newest one, whatever became of it. */
export async function latestSecret(tx: Tx, accountId: string, purpose: SecretPurpose): Promise<SecretRow | undefined> {
  const [row] = await tx
    .select()
    .from(secrets)
    .where(and(eq(secrets.portalId, tx.portalId), eq(secrets.accountId, accountId), eq(secrets.purpose, purpose)))
    .orderBy(sql`${secrets.id} desc`)
    .limit(1)
  return row
}

/** The newest one that was sent for this, whatever became of it. */
export async function latestSecretFor(
  tx: Tx,
  contextId: string,
  purpose: SecretPurpose,
): Promise<SecretRow | undefined> {
  const [row] = await tx
    .select()
    .from(secrets)
    .where(and(eq(secrets.portalId, tx.portalId), eq(secrets.contextId, contextId), eq(secrets.purpose, purpose)))
    .orderBy(sql`${secrets.id} desc`)
    .limit(1)
  return row
}

/** Counts a try before it is checked: false when the secret is no longer usable or all tries are spent. */
export async function reserveAttempt(tx: Tx, secretId: string): Promise<boolean> {
  const rows = await tx
    .update(secrets)
    .set({ attempts: sql`${secrets.attempts} + 1` })
    .where(and(usable(tx, secretId), sql`${secrets.attempts} < ${secrets.maxAttempts}`))
    .returning({ id: secrets.id })
  return rows.length === 1
}

/** Single use by one conditional update. */
export async function useSecret(tx: Tx, secretId: string): Promise<boolean> {
  const rows = await tx
    .update(secrets)
    .set({ usedAt: sql`drempel.now()` })
    .where(usable(tx, secretId))
    .returning({ id: secrets.id })
  if (rows.length === 1) await wipeSealed(tx, [secretId])
  return rows.length === 1
}

/** A newer secret of the same purpose takes over; what was sealed for the older ones is wiped and never sent. */
export async function supersedeSecrets(tx: Tx, accountId: string, purposes: readonly SecretPurpose[]): Promise<void> {
  await supersede(tx, eq(secrets.accountId, accountId), purposes)
}

/** The same for what was sent for one sign-in, factor or change of contact. */
export async function supersedeSecretsFor(
  tx: Tx,
  contextId: string,
  purposes: readonly SecretPurpose[],
): Promise<void> {
  await supersede(tx, eq(secrets.contextId, contextId), purposes)
}

async function supersede(tx: Tx, whose: SQL, purposes: readonly SecretPurpose[]): Promise<void> {
  const rows = await tx
    .update(secrets)
    .set({ supersededAt: sql`drempel.now()` })
    .where(
      and(
        eq(secrets.portalId, tx.portalId),
        whose,
        sql`${secrets.purpose} in ${[...purposes]}`,
        isNull(secrets.usedAt),
        isNull(secrets.supersededAt),
      ),
    )
    .returning({ id: secrets.id })
  await wipeSealed(
    tx,
    rows.map((row) => row.id),
  )
}

async function wipeSealed(tx: Tx, secretIds: readonly string[]): Promise<void> {
  if (secretIds.length === 0) return
  await tx
    .update(messages)
    .set({
      sealed: null,
      status: sql`case when ${messages.status} = 'queued' then 'cancelled' else ${messages.status} end`,
      settledAt: sql`case when ${messages.status} = 'queued' then drempel.now() else ${messages.settledAt} end`,
    })
    .where(and(eq(messages.portalId, tx.portalId), sql`${messages.secretId} in ${[...secretIds]}`))
}

function usable(tx: Tx, secretId: string) {
  return and(
    eq(secrets.portalId, tx.portalId),
    eq(secrets.id, secretId),
    isNull(secrets.usedAt),
    isNull(secrets.supersededAt),
    sql`${secrets.expiresAt} > drempel.now()`,
  )
}
