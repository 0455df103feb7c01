import { Resend } from 'resend'
import { mailHeaders, oneLine } from './headers.ts'
import type { HandOver, Mail, MailPort } from './port.ts'

type ResendOptions = {
  readonly apiKey: string
  readonly baseUrl?: string
  readonly timeoutMs?: number
}

/** The tag under which Resend hands our id back in its delivery reports. */
export const idTag = 'message'

/**
 * Resend over its SDK. The row's id is the idempotency key, which Resend remembers for a day. The SDK never throws
 * and hides why a request got no answer, so a refused connection is `unknown` here; for mail both are repeated.
 */
export function resendMail({
  apiKey,
  baseUrl = 'https://api.resend.com',
  timeoutMs = 15_000,
}: ResendOptions): MailPort {
  const client = new Resend(apiKey, { baseUrl, userAgent: 'drempel' })
  return {
    name: 'resend',
    async send(mail) {
      const signal = AbortSignal.timeout(timeoutMs)
      const { data, error, headers } = await client.emails.send(payload(mail), { idempotencyKey: mail.id, signal })
      if (data?.id) return { outcome: 'accepted', reference: data.id }
      if (signal.aborted) return { outcome: 'unknown', code: 'resend_timeout' }
      return outcomeOf({
        id: mail.id,
        status: error?.statusCode,
        name: error?.name,
        retryAfter: headers?.['retry-after'],
      })
    },
  }
}

function payload(mail: Mail) {
  return {
    from: `"${oneLine(mail.from.name).replace(/["\\]/g, '\\$&')}" <${mail.from.address}>`,
    to: mail.to,
    ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: mailHeaders(mail),
    tags: [{ name: idTag, value: mail.id }],
  }
}

type Answer = {
  readonly id: string
  readonly status: number | null | undefined
  readonly name: unknown
  readonly retryAfter: string | undefined
}

function outcomeOf({ id, status, name, retryAfter }: Answer): HandOver {
  if (typeof status !== 'number') return { outcome: 'unknown', code: 'resend_no_answer' }
  const code = `resend_${status}${typeof name === 'string' && /^[a-z_]{1,40}$/.test(name) ? `_${name}` : ''}`
  // Another body under the same key: this mail already left and its text changed since (a deploy between two attempts).
  if (name === 'invalid_idempotent_request') return { outcome: 'accepted', reference: id }
  if (name === 'invalid_from_address') return { outcome: 'notYet', code }
  if (status === 400 || status === 422) return { outcome: 'refused', code }
  // What is left below 500 is ours to repair or to wait for: key, sender's domain, quota, rate, the same key in flight.
  if (status < 500 || status === 503) return { outcome: 'notYet', code, ...after(retryAfter) }
  return { outcome: 'unknown', code }
}

function after(header: string | undefined): { retryAfterSeconds?: number } {
  return header !== undefined && /^\d{1,5}$/.test(header) ? { retryAfterSeconds: Number(header) } : {}
}
