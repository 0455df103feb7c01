import { type Behaviour, retryAfterSeconds } from './behaviour.ts'
import { startHttpSink } from './http-sink.ts'

export type CmMessage = {
  readonly from: string
  readonly to: readonly { readonly number: string }[]
  readonly body: { readonly type: string; readonly content: string }
  readonly reference: string
  readonly allowedChannels: readonly string[]
  readonly validity?: string
}

const failure = (status: number, errorCode: number, messages: readonly unknown[] = []) => ({
  status,
  body: { details: 'the words of the provider, with a number: 0031612345678', errorCode, messages },
})

/** CM.com's `POST /v1.0/message`. Like CM it takes the same reference twice and sends two SMS. */
export async function startCmSink(productToken: string) {
  const taken: CmMessage[] = []
  let behaviour: Behaviour = 'accept'

  const take = (body: string) => {
    const message: CmMessage = JSON.parse(body).messages.msg[0]
    if (!/^[0-9a-z]{1,32}$/i.test(message.reference)) return refuse(message, 305)
    taken.push(message)
    const detail = { to: message.to[0]?.number, status: 'Accepted', reference: message.reference, parts: 1 }
    return {
      status: 200,
      body: {
        details: 'Created 1 message(s)',
        errorCode: 0,
        messages: [{ ...detail, messageDetails: null, messageErrorCode: 0 }],
      },
    }
  }
  const refuse = (message: CmMessage, messageErrorCode: number) =>
    failure(400, 201, [
      {
        to: message.to[0]?.number,
        status: 'Rejected',
        reference: message.reference,
        parts: 0,
        messageDetails: 'A recipient is invalid',
        messageErrorCode,
      },
    ])

  const sink = await startHttpSink(({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== '/v1.0/message') return failure(404, 999)
    if (headers['x-cm-producttoken'] !== productToken) return failure(401, 101)
    switch (behaviour) {
      case 'accept':
        return take(body)
      case 'refuse':
        return refuse(JSON.parse(body).messages.msg[0], 303)
      case 'rateLimit':
        return { ...failure(429, 999), headers: { 'retry-after': String(retryAfterSeconds) } }
      case 'unavailable':
        return failure(503, 500)
      case 'fault':
        return failure(500, 500)
      case 'misconfigured':
        return failure(402, 102)
      case 'hang':
      case 'drop':
        take(body)
        return behaviour
    }
  })
  return {
    url: sink.url,
    close: sink.close,
    messages: (): readonly CmMessage[] => taken,
    behave: (next: Behaviour) => {
      behaviour = next
    },
  }
}
