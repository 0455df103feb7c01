import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Delivery, ParseDelivery, Webhook } from './port.ts'
import { idTag } from './resend.ts'

const toleranceMs = 5 * 60_000

/**
 * Resend signs with Svix: HMAC-SHA256 over `id.timestamp.body` under a secret that begins with `whsec_`. Several
 * signatures may ride along while a secret is rotated; the timestamp keeps an old report from being replayed.
 */
export const parseResendDelivery: ParseDelivery = (webhook, secret) => {
  if (!genuine(webhook, secret)) return 'forged'
  const event = parsed(webhook.body)
  if (typeof event?.type !== 'string') return 'malformed'
  if (!states.has(event.type)) return []
  return delivery(event, webhook.receivedAt) ?? 'malformed'
}

function genuine({ headers, body, receivedAt }: Webhook, secret: string): boolean {
  const id = headers['svix-id']
  const timestamp = headers['svix-timestamp']
  const signatures = headers['svix-signature']
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false
  if (!/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(receivedAt.getTime() - Number(timestamp) * 1000) > toleranceMs) return false
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  return signatures.split(' ').some((versioned) => {
    const [version, signature = ''] = versioned.split(',')
    const given = Buffer.from(signature, 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}

/** A mail to an address that bounced before is held back by Resend itself: for us the address does not work. */
const states: ReadonlyMap<string, Delivery['state']> = new Map([
  ['email.delivered', 'delivered'],
  ['email.bounced', 'bounced'],
  ['email.suppressed', 'bounced'],
  ['email.failed', 'failed'],
])

type Fields = Readonly<Record<string, unknown>>

function delivery(event: Fields, receivedAt: Date): readonly Delivery[] | undefined {
  const data = fields(event.data)
  const state = states.get(String(event.type))
  if (state === undefined || typeof data?.email_id !== 'string') return undefined
  const id = fields(data.tags)?.[idTag]
  const bounce = String(fields(data.bounce)?.type ?? '').toLowerCase()
  // A full mailbox or a server that stayed away says nothing about the address.
  const passing = state === 'bounced' && bounce === 'transient'
  return [
    {
      reference: data.email_id,
      id: typeof id === 'string' ? id : null,
      state: passing ? 'failed' : state,
      code: `resend_${String(event.type).replace('email.', '')}${/^[a-z]{1,20}$/.test(bounce) ? `_${bounce}` : ''}`,
      at: instant(event.created_at) ?? receivedAt,
    },
  ]
}

function parsed(body: string): Fields | undefined {
  try {
    return fields(JSON.parse(body))
  } catch {
    return undefined
  }
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined
}

function instant(value: unknown): Date | undefined {
  const at = typeof value === 'string' ? new Date(value) : undefined
  return at && !Number.isNaN(at.getTime()) ? at : undefined
}
