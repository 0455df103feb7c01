import type { HandOver, Sms, SmsPort } from './port.ts'
import { post } from './post.ts'

type CmOptions = {
  readonly productToken: string
  readonly baseUrl?: string
  readonly timeoutMs?: number
}

/**
 * CM.com's Business Messaging API, version 1.0. The default address is CM's own; its "global" one runs through
 * Cloudflare in the United States, which would be one more processor of people's numbers.
 *
 * CM has no idempotency key: whoever hands over the same id twice sends two SMS.
 */
export function cmSms({ productToken, baseUrl = 'https://gw.cmtelecom.com', timeoutMs = 15_000 }: CmOptions): SmsPort {
  const url = new URL('/v1.0/message', baseUrl)
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-cm-producttoken': productToken }
  return {
    name: 'cm',
    async send(sms) {
      const answer = await post({ url, headers, body: JSON.stringify(payload(sms)), timeoutMs })
      if (answer.kind === 'unsent') return { outcome: 'notYet', code: 'cm_no_connection' }
      if (answer.kind === 'unanswered') return { outcome: 'unknown', code: 'cm_no_answer' }
      if (answer.status === 429 || answer.status === 503) {
        return { outcome: 'notYet', code: `cm_${answer.status}`, ...after(answer.retryAfter) }
      }
      return outcomeOf({ reference: reference(sms.id), status: answer.status, body: answer.body })
    },
  }
}

function payload(sms: Sms) {
  return {
    messages: {
      msg: [
        {
          allowedChannels: ['SMS'],
          from: sms.from,
          to: [{ number: sms.to.replace(/^\+/, '00') }],
          body: { type: 'auto', content: sms.text },
          reference: reference(sms.id),
          minimumNumberOfMessageParts: 1,
          maximumNumberOfMessageParts: 4,
          ...(sms.validMinutes === undefined ? {} : { validity: `${sms.validMinutes}m` }),
        },
      ],
    },
  }
}

/** CM allows 32 letters and digits: exactly a UUID without its hyphens. */
function reference(id: string): string {
  return id.replaceAll('-', '')
}

/**
 * CM's own codes. 101–103, 201–203 and 301 speak of our token, balance, request or sender: nothing was sent and the
 * SMS can leave once that is repaired. 302–305 and 401–403 speak of this SMS. The rest says nothing certain.
 */
const aboutUs = new Set([101, 102, 103, 201, 202, 203, 301])
const aboutTheSms = new Set([302, 303, 304, 305, 401, 402, 403])

function outcomeOf({ reference, status, body }: { reference: string; status: number; body: string }): HandOver {
  const errorCode = codeOf(body)
  if (errorCode === 0 && status < 300) return { outcome: 'accepted', reference }
  const code = `cm_${errorCode ?? status}`
  if (errorCode !== null && aboutTheSms.has(errorCode)) return { outcome: 'refused', code }
  if (errorCode !== null && aboutUs.has(errorCode)) return { outcome: 'notYet', code }
  if (status >= 400 && status < 500) return { outcome: 'notYet', code }
  return { outcome: 'unknown', code }
}

/** The code of our one message where there is one, else that of the whole request. */
function codeOf(body: string): number | null {
  try {
    const answer = JSON.parse(body) as { errorCode?: unknown; messages?: { messageErrorCode?: unknown }[] } | null
    const own = Array.isArray(answer?.messages) ? answer.messages[0]?.messageErrorCode : undefined
    if (typeof own === 'number' && Number.isInteger(own)) return own
    return typeof answer?.errorCode === 'number' && Number.isInteger(answer.errorCode) ? answer.errorCode : null
  } catch {
    return null
  }
}

function after(header: string | undefined): { retryAfterSeconds?: number } {
  return header !== undefined && /^\d{1,5}$/.test(header) ? { retryAfterSeconds: Number(header) } : {}
}
