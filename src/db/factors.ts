import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { FactorEnd, FactorOwner, FactorStatus } from '../domain/accounts/factor.ts'
import type { Tx } from './client.ts'
import { keySet, type Page } from './page.ts'
import { factors } from './schema/all.ts'

export type FactorRow = typeof factors.$inferSelect

export type NewFactor = Omit<typeof factors.$inferInsert, 'portalId' | 'status' | 'confirmedAt'> & {
  readonly id: string
}

/** Those that count, the oldest first. Whoever decides on them has locked the account. */
export async function activeFactors(tx: Tx, accountId: string): Promise<readonly FactorRow[]> {
  return tx
    .select()
    .from(factors)
    .where(and(ofAccount(tx, accountId), withStatus('active')))
    .orderBy(asc(factors.id))
}

export async function findFactor(tx: Tx, factorId: string): Promise<FactorRow | undefined> {
  const [row] = await tx.select().from(factors).where(ofId(tx, factorId))
  return row
}

export async function findFactors(tx: Tx, ids: readonly string[]): Promise<readonly FactorRow[]> {
  return tx
    .select()
    .from(factors)
    .where(and(eq(factors.portalId, tx.portalId), inArray(factors.id, [...ids])))
}

/** A page of those that count, the oldest first. */
export async function listFactors(tx: Tx, accountId: string, page: Page): Promise<readonly FactorRow[]> {
  const { where, orderBy } = keySet([{ column: sql`${factors.id}`, type: 'uuid' }], page, 'ASC')
  return tx
    .select()
    .from(factors)
    .where(and(ofAccount(tx, accountId), withStatus('active'), where))
    .orderBy(orderBy)
    .limit(page.limit)
}

/** The active key a browser's answer claims to be of, whoever owns it. */
export async function findKey(tx: Tx, credentialId: Buffer): Promise<FactorRow | undefined> {
  const [row] = await tx
    .select()
    .from(factors)
    .where(and(eq(factors.portalId, tx.portalId), eq(factors.credentialId, credentialId), withStatus('active')))
  return row
}

export async function insertFactor(tx: Tx, factor: NewFactor): Promise<void> {
  await tx.insert(factors).values({ ...factor, portalId: tx.portalId })
}

/** What was begun and not finished, wherever it was, makes way for what is begun now. */
export async function dropPendingFactors(tx: Tx, accountId: string): Promise<void> {
  await tx.delete(factors).where(and(ofAccount(tx, accountId), withStatus('pending')))
}

/** Counts a try before it is checked: false when it expired, was finished, or all tries are spent. */
export async function reserveFactorTry(tx: Tx, factorId: string, most: number): Promise<boolean> {
  const rows = await tx
    .update(factors)
    .set({ attempts: sql`${factors.attempts} + 1` })
    .where(and(pending(tx, factorId), sql`${factors.attempts} < ${most}::integer`))
    .returning({ id: factors.id })
  return rows.length === 1
}

export type Confirmed = Partial<
  Pick<FactorRow, 'lastStep' | 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'userVerified'>
>

/** One conditional update: false when it is no longer pending. */
export async function confirmFactor(tx: Tx, factorId: string, confirmed: Confirmed): Promise<boolean> {
  const rows = await tx
    .update(factors)
    .set({
      ...confirmed,
      status: 'active',
      challenge: null,
      expiresAt: null,
      confirmedAt: sql`drempel.now()`,
    })
    .where(pending(tx, factorId))
    .returning({ id: factors.id })
  return rows.length === 1
}

/** Takes the secret with it. False when it was removed before. */
export async function removeFactor(tx: Tx, factorId: string, reason: FactorEnd): Promise<boolean> {
  const rows = await tx
    .update(factors)
    .set({ status: 'removed', sealed: null, removedAt: sql`drempel.now()`, removedFor: reason })
    .where(and(ofId(tx, factorId), withStatus('active')))
    .returning({ id: factors.id })
  return rows.length === 1
}

/** Accepts a code's time step once: false when that step, or a later one, was accepted before. */
export async function acceptStep(tx: Tx, factorId: string, step: number): Promise<boolean> {
  const rows = await tx
    .update(factors)
    .set({ lastStep: step, lastUsedAt: sql`drempel.now()` })
    .where(and(ofId(tx, factorId), withStatus('active'), sql`coalesce(${factors.lastStep}, -1) < ${step}::integer`))
    .returning({ id: factors.id })
  return rows.length === 1
}

/** Accepts a key's signature: false when its counter stands still or goes back, as a copied key's would. */
export async function acceptCounter(tx: Tx, factorId: string, counter: number): Promise<boolean> {
  const rows = await tx
    .update(factors)
    .set({ counter, lastUsedAt: sql`drempel.now()` })
    .where(
      and(
        ofId(tx, factorId),
        withStatus('active'),
        sql`(${factors.counter} < ${counter}::bigint or (${factors.counter} = 0 and ${counter}::bigint = 0))`,
      ),
    )
    .returning({ id: factors.id })
  return rows.length === 1
}

export async function touchFactor(tx: Tx, factorId: string): Promise<void> {
  await tx.update(factors).set({ lastUsedAt: sql`drempel.now()` }).where(ofId(tx, factorId))
}

export async function renameFactor(tx: Tx, factorId: string, name: string): Promise<void> {
  await tx.update(factors).set({ name }).where(ofId(tx, factorId))
}

export async function setFactorOwner(tx: Tx, factorId: string, owner: FactorOwner | null): Promise<void> {
  await tx.update(factors).set({ owner }).where(ofId(tx, factorId))
}

function ofAccount(tx: Tx, accountId: string) {
  return and(eq(factors.portalId, tx.portalId), eq(factors.accountId, accountId))
}

function ofId(tx: Tx, factorId: string) {
  return and(eq(factors.portalId, tx.portalId), eq(factors.id, factorId))
}

function pending(tx: Tx, factorId: string) {
  return and(ofId(tx, factorId), withStatus('pending'), sql`${factors.expiresAt} > drempel.now()`)
}

function withStatus(status: FactorStatus) {
  return eq(factors.status, status)
}
