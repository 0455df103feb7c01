import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Grant, Proof, SessionEnd } from '../domain/accounts/account.ts'
import type { Tx } from './client.ts'
import { keySet, type Page } from './page.ts'
import { sessions } from './schema/all.ts'
import { digestOf } from './secrets.ts'

export type SessionRow = typeof sessions.$inferSelect

export type NewSession = {
  readonly accountId: string
  readonly token: string
  /** What the person recognises it by: the browser's own description. */
  readonly device: string
  readonly expiresAt: Date
  readonly origin?: string | undefined
  readonly proof?: Proof | null
  /** Whether what was shown is fresh enough to change credentials with. */
  readonly isFresh?: boolean
}

export async function insertSession(tx: Tx, session: NewSession): Promise<string> {
  const { accountId, token, device, expiresAt, origin = null, proof = null, isFresh = false } = session
  const [row] = await tx
    .insert(sessions)
    .values({
      portalId: tx.portalId,
      accountId,
      digest: digestOf(token),
      device: device.slice(0, 200),
      expiresAt,
      origin,
      proof,
      steppedUpAt: isFresh ? sql`drempel.now()` : null,
    })
    .returning({ id: sessions.id })
  if (row === undefined) throw new Error('a session was not written')
  return row.id
}

/** What a request that carries a session's token is judged by. */
export type SessionSight = {
  readonly sessionId: string
  readonly accountId: string
  readonly personId: string
  readonly lastUsedAt: Date
  readonly expiresAt: Date
  readonly idleMinutes: number
  /** All that the account ever had, and those to come: an account whose last one ended is shut. */
  readonly grants: readonly Grant[]
}

type Row = Record<'sessionId' | 'accountId' | 'personId', string> & {
  readonly lastUsed: number
  readonly expires: number
  readonly idleMinutes: number
  readonly grants: readonly (Omit<Grant, 'validFrom' | 'validUntil'> & {
    readonly from: number
    readonly until: number | null
  })[]
}

const ms = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`)

/** Session, person, policy and grants in one statement, and no more of each than is asked: every signed-in request pays for it. */
export async function findSession(tx: Tx, token: string): Promise<SessionSight | undefined> {
  const [row] = await tx.execute<Row>(sql`
    select s.id as "sessionId", s.account_id as "accountId", a.person_id as "personId",
      ${ms('s.last_used_at')} as "lastUsed", ${ms('s.expires_at')} as expires,
      (select (p.document->'session'->>'idleMinutes')::int from drempel.portal_policies p
        where p.portal_id = s.portal_id and p.effective_from <= drempel.now()
        order by p.effective_from desc, p.version desc limit 1) as "idleMinutes",
      (select coalesce(json_agg(json_build_object('id', g.id, 'role', g.role, 'organisationId', g.organisation_id,
          'system', g.system, 'from', ${ms('g.valid_from')}, 'until', ${ms('g.valid_until')})), '[]')
        from drempel.grants g where g.portal_id = s.portal_id and g.account_id = s.account_id) as grants
    from drempel.sessions s join drempel.accounts a on a.portal_id = s.portal_id and a.id = s.account_id
    where s.portal_id = ${tx.portalId} and s.digest = ${digestOf(token)} and s.ended_at is null and a.status = 'active'`)
  if (row === undefined) return undefined
  const { lastUsed, expires, grants, ...rest } = row
  return { ...rest, lastUsedAt: new Date(lastUsed), expiresAt: new Date(expires), grants: grants.map(toGrant) }
}

function toGrant({ from, until, ...grant }: Row['grants'][number]): Grant {
  return { ...grant, validFrom: new Date(from), validUntil: until === null ? null : new Date(until) }
}

/** Whether a session answers to this token, whatever became of it. */
export async function isSessionToken(tx: Tx, token: string): Promise<boolean> {
  const rows = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.portalId, tx.portalId), eq(sessions.digest, digestOf(token))))
  return rows.length === 1
}

export function isSessionAlive({ expiresAt, lastUsedAt, idleMinutes }: SessionSight, now: Date): boolean {
  return now < expiresAt && now.getTime() - lastUsedAt.getTime() < idleMinutes * 60_000
}

/** When it was used, and from where: written at most once a minute, however many requests there are. */
export async function touchSession(tx: Tx, sessionId: string, origin: string | undefined): Promise<void> {
  await tx
    .update(sessions)
    .set({ lastUsedAt: sql`drempel.now()`, ...(origin === undefined ? {} : { origin }) })
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

/** Its owner has shown afresh that it is them. False when it has ended. */
export async function stepUpSession(tx: Tx, sessionId: string, proof: Proof): Promise<boolean> {
  const rows = await tx
    .update(sessions)
    .set({ steppedUpAt: sql`drempel.now()`, proof })
    .where(and(ofId(tx, sessionId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id })
  return rows.length === 1
}

/**
 * The same, and it goes on under another token: whoever took the one before is left with nothing. Answers when it ends;
 * undefined when it has.
 */
export async function renewSession(
  tx: Tx,
  sessionId: string,
  { proof, token }: { readonly proof: Proof; readonly token: string },
): Promise<Date | undefined> {
  const [row] = await tx
    .update(sessions)
    .set({ steppedUpAt: sql`drempel.now()`, proof, digest: digestOf(token) })
    .where(and(ofId(tx, sessionId), isNull(sessions.endedAt)))
    .returning({ expiresAt: sessions.expiresAt })
  return row?.expiresAt
}

/** Ends all of somebody's sessions at once, but the one that is named. Answers how many; what had run out is none. */
export async function endSessionsOf(
  tx: Tx,
  accountId: string,
  { reason, except = null }: { reason: SessionEnd; except?: string | null },
): Promise<number> {
  const rows = await tx
    .update(sessions)
    .set({ endedAt: sql`drempel.now()`, endReason: reason })
    .where(
      and(
        ofAccount(tx, accountId),
        sql`${sessions.expiresAt} > drempel.now()`,
        except === null ? undefined : ne(sessions.id, except),
      ),
    )
    .returning({ id: sessions.id })
  return rows.length
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
