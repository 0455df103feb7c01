import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Webhook as Incoming } from './port.ts'
import { parseResendDelivery } from './resend-delivery.ts'

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`
const receivedAt = new Date('2025-11-21T10:00:00.400Z')
const id = '01990b7e-7c3a-7bd1-9f0e-3c1f2a4b5d6e'

const event = (type: string, data: object = {}) => ({
  type,
  created_at: '2025-11-21T09:59:58.123Z',
  data: { email_id: 're-1', to: ['fenna@example.org'], subject: 'Activeer', tags: { message: id }, ...data },
})

const sign = (body: string, at = receivedAt, by = secret) => {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(by.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`msg_1.${timestamp}.${body}`).digest('base64')
  return { 'svix-id': 'msg_1', 'svix-timestamp': timestamp, 'svix-signature': `v1,${signature}` }
}

const parse = (content: unknown, change: (webhook: Incoming) => Incoming = (webhook) => webhook) => {
  const body = typeof content === 'string' ? content : JSON.stringify(content)
  return parseResendDelivery(change({ headers: sign(body), body, receivedAt }), secret)
}

describe('a report of Resend', () => {
  it('tells that a mail was delivered', () => {
    expect(parse(event('email.delivered'))).toEqual([
      { reference: 're-1', id, state: 'delivered', code: 'resend_delivered', at: new Date('2025-11-21T09:59:58.123Z') },
    ])
  })

  it.each([
    ['email.bounced', { bounce: { type: 'Permanent', message: 'fenna@…' } }, 'bounced', 'resend_bounced_permanent'],
    ['email.bounced', { bounce: { type: 'Transient', message: 'full' } }, 'failed', 'resend_bounced_transient'],
    ['email.bounced', {}, 'bounced', 'resend_bounced'],
    ['email.suppressed', { suppressed: { type: 'x', message: 'y' } }, 'bounced', 'resend_suppressed'],
    ['email.failed', { failed: { reason: 'no fenna@example.org' } }, 'failed', 'resend_failed'],
  ])('tells of %s with %o as %s', (type, data, state, code) => {
    expect(parse(event(type, data))).toMatchObject([{ state, code }])
  })

  it('finds the mail by its reference alone when it carries no tag', () => {
    expect(parse(event('email.delivered', { tags: undefined }))).toMatchObject([{ reference: 're-1', id: null }])
  })

  it.each(['email.sent', 'email.opened', 'email.delivery_delayed', 'contact.created', 'toString'])(
    'has nothing to tell of %s',
    (type) => {
      expect(parse(event(type))).toEqual([])
    },
  )

  it('is genuine under either signature while a secret is rotated', () => {
    const other = { 'svix-signature': `v1,${Buffer.alloc(32).toString('base64')} v1a,x` }
    const both = parse(event('email.delivered'), (webhook) => ({
      ...webhook,
      headers: {
        ...webhook.headers,
        'svix-signature': `${other['svix-signature']} ${webhook.headers['svix-signature']}`,
      },
    }))
    expect(both).toHaveLength(1)
    expect(
      parse(event('email.delivered'), (webhook) => ({ ...webhook, headers: { ...webhook.headers, ...other } })),
    ).toBe('forged')
  })

  it('is forged when a byte of it changed, when it is unsigned, or signed by another', () => {
    expect(parse(event('email.delivered'), (webhook) => ({ ...webhook, body: `${webhook.body} ` }))).toBe('forged')
    expect(parse(event('email.delivered'), (webhook) => ({ ...webhook, headers: {} }))).toBe('forged')
    const others = `whsec_${Buffer.from('another').toString('base64')}`
    const byAnother = (webhook: Incoming) => ({ ...webhook, headers: sign(webhook.body, receivedAt, others) })
    expect(parse(event('email.delivered'), byAnother)).toBe('forged')
  })

  it.each([-301, 301])('is forged when its timestamp is %i seconds away', (seconds) => {
    const at = new Date(receivedAt.getTime() + seconds * 1000)
    expect(parse(event('email.delivered'), (webhook) => ({ ...webhook, headers: sign(webhook.body, at) }))).toBe(
      'forged',
    )
  })

  it.each(['', 'x', 'null', '[]', '{"type":5}', '{"type":"email.delivered"}', '{"type":"email.bounced","data":{}}'])(
    'is malformed as %s',
    (body) => {
      expect(parse(body)).toBe('malformed')
    },
  )
})
