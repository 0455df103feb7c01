import { and, eq, sql } from 'drizzle-orm'
import type { Channel, MessageStatus } from '../domain/journeys/message.ts'
import type { Pool, Tx } from './client.ts'
import { messages } from './schema/all.ts'

export type Reported = { readonly provider: string; readonly reference: string; readonly id: string | null }

export type MessagePlace = { readonly portalId: string; readonly id: string; readonly journeyId: string | null }

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whose message a provider reports about. A webhook knows no portal, so the engine's role looks, and sees ids alone. */
export async function findReportedMessage(
  engine: Pool,
  { provider, reference, id }: Reported,
): Promise<MessagePlace | undefined> {
  // Not every provider gives back what it was given.
  const ours = id !== null && uuid.test(id) ? id : null
  const [row] = await engine.postgres<MessagePlace[]>`
    select portal_id as "portalId", id, journey_id as "journeyId" from drempel.messages
    where id = ${ours} or (provider = ${provider} and reference = ${reference}) order by id = ${ours} desc nulls last limit 1`
  return row
}

export type DeliveredMessage = {
  readonly personId: string
  readonly journeyId: string | null
  readonly channel: Channel
  readonly recipient: string
}

export async function findMessageFor(tx: Tx, messageId: string): Promise<DeliveredMessage | undefined> {
  const { personId, journeyId, channel, recipient } = messages
  const [row] = await tx
    .select({ personId, journeyId, channel, recipient })
    .from(messages)
    .where(ofMessage(tx, messageId))
  return row
}

const open: readonly MessageStatus[] = ['queued', 'sent', 'unknown']
/** What may still become of a message: a mailbox may send back what it took first. */
const before = {
  delivered: open,
  bounced: [...open, 'delivered', 'failed'],
  failed: [...open, 'delivered'],
} as const satisfies Readonly<Record<string, readonly MessageStatus[]>>

/** One conditional update: false when this was known, or what came earlier is final. */
export async function settleDelivery(
  tx: Tx,
  messageId: string,
  {
    state,
    code,
    provider,
    reference,
  }: { state: keyof typeof before; code: string; provider: string; reference: string },
): Promise<boolean> {
  const rows = await tx
    .update(messages)
    .set({ status: state, code, provider, reference, sealed: null, claimedUntil: null, settledAt: sql`drempel.now()` })
    .where(and(ofMessage(tx, messageId), sql`${messages.status} in ${[...before[state]]}`))
    .returning({ id: messages.id })
  return rows.length === 1
}

function ofMessage(tx: Tx, messageId: string) {
  return and(eq(messages.portalId, tx.portalId), eq(messages.id, messageId))
}
