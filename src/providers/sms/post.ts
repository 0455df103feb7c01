import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'

type Post = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
}

type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly retryAfter: string | undefined }
  /** The connection never stood: the other side cannot have seen the request. */
  | { readonly kind: 'unsent' }
  /** The request may have arrived, but no answer to it did. */
  | { readonly kind: 'unanswered' }

const longestAnswer = 64 * 1024

/**
 * One POST that tells "never left" from "left, unanswered", which fetch does not. A fresh connection each time: on a
 * kept one that the other side is just closing, the two cannot be told apart.
 */
export function post({ url, headers, body, timeoutMs }: Post): Promise<Answer> {
  const secure = url.protocol === 'https:'
  const open = secure ? overHttps : overHttp
  return new Promise((resolve) => {
    let connected = false
    const signal = AbortSignal.timeout(timeoutMs)
    const length = Buffer.byteLength(body)
    const request = open(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: { ...headers, 'content-length': length },
    })
    const giveUp = () => resolve({ kind: connected ? 'unanswered' : 'unsent' })
    request.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true)))
    request.on('error', giveUp)
    request.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (text.length > longestAnswer) response.destroy()
      })
      response.on('error', giveUp)
      response.on('close', giveUp)
      response.on('end', () =>
        resolve({
          kind: 'answer',
          status: response.statusCode ?? 0,
          body: text,
          retryAfter: response.headers['retry-after'],
        }),
      )
    })
    request.end(body)
  })
}
