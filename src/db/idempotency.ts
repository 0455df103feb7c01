import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { idempotency } from './schema/all.ts'

export type IdempotencyScope = { readonly actorId: string; readonly mutation: string; readonly key: string }

export type EarlierAnswer = { readonly requestHash: Buffer; readonly result: Record<string, unknown> }

/** The same question hashes the same, whatever the order in which its fields were written. */
export function requestHashOf(input: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest()
}

/**
 * Takes the key for this transaction, or answers what was decided under it before. A second call of the same moment waits
 * here until the first has committed.
 */
export async function claimIdempotencyKey(
  tx: Tx,
  scope: IdempotencyScope,
  requestHash: Buffer,
): Promise<EarlierAnswer | undefined> {
  const claimed = await tx
    .insert(idempotency)
    .values({ portalId: tx.portalId, ...scope, requestHash, result: {} })
    .onConflictDoNothing()
    .returning({ id: idempotency.id })
  if (claimed.length === 1) return undefined
  const [earlier] = await tx
    .select({ requestHash: idempotency.requestHash, result: idempotency.result })
    .from(idempotency)
    .where(ofScope(tx, scope))
  if (earlier === undefined) throw new Error('an idempotency key vanished while it was looked up')
  return earlier
}

export async function keepIdempotentResult(
  tx: Tx,
  scope: IdempotencyScope,
  result: Record<string, unknown>,
): Promise<void> {
  await tx.update(idempotency).set({ result }).where(ofScope(tx, scope))
}

/** A refusal is not kept: what was refused may be asked again under the same key. */
export async function releaseIdempotencyKey(tx: Tx, scope: IdempotencyScope): Promise<void> {
  await tx.delete(idempotency).where(ofScope(tx, scope))
}

function ofScope(tx: Tx, { actorId, mutation, key }: IdempotencyScope) {
  return and(
    eq(idempotency.portalId, tx.portalId),
    eq(idempotency.actorId, actorId),
    eq(idempotency.mutation, mutation),
    eq(idempotency.key, key),
  )
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
