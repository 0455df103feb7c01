import { type Behaviour, retryAfterSeconds } from './behaviour.ts'
import { startHttpSink } from './http-sink.ts'

export type ResendMail = {
  readonly key: string
  readonly id: string
  readonly body: {
    readonly from: string
    readonly to: string
    readonly reply_to?: string
    readonly subject: string
    readonly text: string
    readonly html: string
    readonly headers: Readonly<Record<string, string>>
    readonly tags: readonly { readonly name: string; readonly value: string }[]
  }
}

const error = (status: number, name: string) => ({
  status,
  body: { statusCode: status, name, message: 'someone@example.org is mentioned in the words of the provider' },
})

/** Resend's `POST /emails`: one mail for each idempotency key, as Resend keeps it. */
export async function startResendSink(apiKey: string) {
  const mails = new Map<string, ResendMail & { readonly raw: string }>()
  let behaviour: Behaviour = 'accept'

  const take = (key: string, raw: string) => {
    const known = mails.get(key)
    if (known && known.raw !== raw) return error(409, 'invalid_idempotent_request')
    const id = known?.id ?? `re-${mails.size + 1}`
    if (!known) mails.set(key, { key, id, raw, body: JSON.parse(raw) })
    return { status: 200, body: { id } }
  }

  const sink = await startHttpSink(({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== '/emails') return error(404, 'not_found')
    if (headers.authorization !== `Bearer ${apiKey}`) return error(401, 'invalid_api_key')
    const key = String(headers['idempotency-key'])
    switch (behaviour) {
      case 'accept':
        return take(key, body)
      case 'refuse':
        return error(422, 'validation_error')
      case 'rateLimit':
        return { ...error(429, 'rate_limit_exceeded'), headers: { 'retry-after': String(retryAfterSeconds) } }
      case 'unavailable':
        return error(503, 'application_error')
      case 'fault':
        return error(500, 'application_error')
      case 'misconfigured':
        return error(403, 'invalid_api_key')
      case 'hang':
      case 'drop':
        take(key, body)
        return behaviour
    }
  })
  return {
    url: sink.url,
    close: sink.close,
    mails: (): readonly ResendMail[] => [...mails.values()],
    behave: (next: Behaviour) => {
      behaviour = next
    },
  }
}
