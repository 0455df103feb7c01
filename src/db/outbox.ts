import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Channel } from '../domain/journeys/message.ts'
import type { Portal } from '../domain/portals/portal.ts'
import type { Pool, Tx } from './client.ts'
import { journeys, messages, portals, secrets } from './schema/all.ts'

/** A message under a lease. Who finds another number of attempts in the row has lost it to another worker. */
export type Claim = { readonly portalId: string; readonly id: string; readonly attempts: number }

export type Claiming = {
  readonly channel: Channel
  /** Leaves whatever is less urgent alone. */
  readonly upToPriority: number
  readonly limit: number
  readonly leaseMs: number
}

/**
 * Takes the most urgent messages whose turn it is, in one short transaction of the engine's role, which sees no content.
 * Leases and back-off are the same column, in machine time: a row is left alone until then.
 */
export async function claimMessages(engine: Pool, claiming: Claiming): Promise<readonly Claim[]> {
  const { channel, upToPriority, limit, leaseMs } = claiming
  const rows = await engine.drizzle.execute<Claim>(sql`
    with due as materialized (
      select portal_id, id from drempel.messages
      where status = 'queued' and channel = ${channel} and priority <= ${upToPriority}
        and (claimed_until is null or claimed_until < clock_timestamp())
      order by priority, id limit ${limit} for update skip locked)
    update drempel.messages m
    set claimed_until = clock_timestamp() + ${leaseMs}::double precision * interval '1 millisecond',
        attempts = m.attempts + 1
    from due where m.portal_id = due.portal_id and m.id = due.id
    returning m.portal_id as "portalId", m.id, m.attempts`)
  return [...rows]
}

export type MessageRow = typeof messages.$inferSelect

/** What must still hold just before a message leaves, read in the transaction that lets it go. */
export type Standing = {
  readonly portal: Portal
  readonly presentPlan: number | null
  /** Null without a secret. */
  readonly secretUsable: boolean | null
  /** Whether whom it is for has died. */
  readonly isDead: boolean
}

/** The content, locked for a moment; undefined when somebody else has it now, or it left the queue. */
export async function lockClaimed(tx: Tx, { id, attempts }: Claim): Promise<MessageRow | undefined> {
  const [row] = await tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.portalId, tx.portalId),
        eq(messages.id, id),
        eq(messages.status, 'queued'),
        eq(messages.attempts, attempts),
      ),
    )
    .for('update')
  return row
}

/** A statement of its own, after the lock: it sees what the transaction that held the row before has committed. */
export async function standingOf(tx: Tx, message: MessageRow): Promise<Standing> {
  const [row] = await tx
    .select({
      portal: portals,
      presentPlan: journeys.plan,
      secretUsable: sql<boolean | null>`case when ${secrets.id} is null then null else ${and(
        isNull(secrets.usedAt),
        isNull(secrets.supersededAt),
        sql`${secrets.expiresAt} > drempel.now()`,
        sql`${secrets.attempts} < ${secrets.maxAttempts}`,
      )} end`,
      isDead: sql<boolean>`exists (select from drempel.people p where p.portal_id = ${portals.id}
        and p.id = ${message.personId}::uuid and p.died_on is not null)`,
    })
    .from(portals)
    .leftJoin(journeys, and(eq(journeys.portalId, portals.id), eq(journeys.id, sql`${message.journeyId}::uuid`)))
    .leftJoin(secrets, and(eq(secrets.portalId, portals.id), eq(secrets.id, sql`${message.secretId}::uuid`)))
    .where(eq(portals.id, tx.portalId))
  if (row === undefined) throw new Error('the portal is gone')
  return row
}
