import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Grant, SessionEnd } from '../domain/accounts/account.ts'
import type { Policy } from '../domain/portals/policy.ts'
import type { Tx } from './client.ts'
import { keySet, type Page } from './page.ts'
import { accounts, grants, portalPolicies, sessions } from './schema/all.ts'
import { digestOf } from './secrets.ts'

export type SessionRow = typeof sessions.$inferSelect

export type NewSession = {
  readonly accountId: string
  readonly token: string
  /** What the person recognises it by: the browser's own description. */
  readonly device: string
  readonly expiresAt: Date
}

export async function insertSession(tx: Tx, { accountId, token, device, expiresAt }: NewSession): Promise<string> {
  const [row] = await tx
    .insert(sessions)
    .values({ portalId: tx.portalId, accountId, digest: digestOf(token), device: device.slice(0, 200), expiresAt })
    .returning({ id: sessions.id })
  if (row === undefined) throw new Error('a session was not written')
  return row.id
}

/** What a request that carries a session's token is judged by. */
export type SessionSight = {
  readonly session: SessionRow
  readonly personId: string
  readonly grants: readonly Grant[]
  readonly policy: Policy
}

const policyNow = sql`(
  select p.version from drempel.portal_policies p
  where p.portal_id = ${sessions.portalId} and p.effective_from <= drempel.now()
  order by p.effective_from desc, p.version desc limit 1)`

/** Session, person and grants in one statement: every signed-in request pays for it. Ended and expired ones are told apart by the caller. */
export async function findSession(tx: Tx, token: string): Promise<SessionSight | undefined> {
  const rows = await tx
    .select({ session: sessions, personId: accounts.personId, grant: grants, policy: portalPolicies.document })
    .from(sessions)
    .innerJoin(accounts, and(eq(accounts.portalId, sessions.portalId), eq(accounts.id, sessions.accountId)))
    .innerJoin(
      portalPolicies,
      and(eq(portalPolicies.portalId, sessions.portalId), eq(portalPolicies.version, policyNow)),
    )
    .leftJoin(grants, and(eq(grants.portalId, sessions.portalId), eq(grants.accountId, sessions.accountId)))
    .where(and(eq(sessions.portalId, tx.portalId), eq(sessions.digest, digestOf(token)), eq(accounts.status, 'active')))
  const [first] = rows
  if (first === undefined) return undefined
  return { ...first, grants: rows.flatMap((row) => row.grant ?? []) }
}

export function isSessionAlive({ session, policy }: SessionSight, now: Date): boolean {
  if (session.endedAt !== null || session.expiresAt <= now) return false
  return now.getTime() - session.lastUsedAt.getTime() < policy.session.idleMinutes * 60_000
}

/** Written at most once a minute, however many requests there are. */
export async function touchSession(tx: Tx, sessionId: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ lastUsedAt: sql`drempel.now()` })
    .where(and(ofId(tx, sessionId), sql`${sessions.lastUsedAt} <= drempel.now() - interval '1 minute'`))
}

export async function findSessionById(tx: Tx, sessionId: string): Promise<SessionRow | undefined> {
  const [row] = await tx.select().from(sessions).where(ofId(tx, sessionId))
  return row
}

/** Those that still count, the newest first. */
export async function listSessions(tx: Tx, accountId: string, page: Page): Promise<readonly SessionRow[]> {
  const { where, orderBy } = keySet([{ column: sql`${sessions.id}`, type: 'uuid' }], page, 'DESC')
  return tx
    .select()
    .from(sessions)
    .where(and(ofAccount(tx, accountId), sql`${sessions.expiresAt} > drempel.now()`, where))
    .orderBy(orderBy)
    .limit(page.limit)
}

/** True when it was still open: one conditional update. */
export async function endSession(tx: Tx, sessionId: string, reason: SessionEnd): Promise<boolean> {
  const rows = await tx
    .update(sessions)
    .set({ endedAt: sql`drempel.now()`, endReason: reason })
    .where(and(ofId(tx, sessionId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id })
  return rows.length === 1
}

function ofId(tx: Tx, sessionId: string) {
  return and(eq(sessions.portalId, tx.portalId), eq(sessions.id, sessionId))
}

function ofAccount(tx: Tx, accountId: string) {
  return and(eq(sessions.portalId, tx.portalId), eq(sessions.accountId, accountId), isNull(sessions.endedAt))
}
