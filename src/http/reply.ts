import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request as the routes see it. */
export type Visit = {
  readonly request: IncomingMessage
  readonly path: string
  readonly correlationId: string
  /** The client's address, as far as proxies may be believed. */
  readonly address: string | undefined
  /** The host that was asked for, port included. */
  readonly host: string
}

export type Reply = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
}

export type Handler = (visit: Visit) => Promise<Reply>

export function json(status: number, value: unknown, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

/** What is wrong with a request before GraphQL sees it, in the shape in which GraphQL tells it too. */
export function trouble(
  status: number,
  { code, message, correlationId }: Trouble,
  headers: Reply['headers'] = {},
): Reply {
  return json(status, { errors: [{ message, extensions: { code, correlationId } }] }, headers)
}

type Trouble = { readonly code: string; readonly message: string; readonly correlationId: string }

export function send(response: ServerResponse, { status, headers = {}, body = '' }: Reply): void {
  if (response.headersSent || response.destroyed) return
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value])
  }
  if (status !== 204 && status !== 304) response.setHeader('content-length', Buffer.byteLength(body))
  response.writeHead(status)
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
