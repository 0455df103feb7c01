import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

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
  readonly body?: string | Streamed
  /** The rest of the request was not read, and is not waited for. */
  readonly leavesBody?: boolean
}

/** Bytes that are fetched as fast as the client takes them. */
export type Streamed = { readonly length: number; readonly bytes: () => AsyncIterable<Uint8Array> }

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

// A client that takes nothing for so long is gone, or wishes us ill.
const stalledMs = 60_000

/** Ends when all of the body is with the network, or the client has gone. */
export async function send(response: ServerResponse, reply: Reply): Promise<void> {
  if (response.headersSent || response.destroyed) return
  const { status, headers = {}, body = '' } = reply
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value])
  }
  if (reply.leavesBody) turnAway(response)
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  if (status !== 204 && status !== 304) response.setHeader('content-length', length)
  response.writeHead(status)
  if (response.req.method === 'HEAD') response.end()
  else if (typeof body === 'string') response.end(body)
  else await stream(response, body)
}

/** Answers, and hears no more: whoever goes on sending is given a moment to read the answer first. */
function turnAway(response: ServerResponse): void {
  const { req: request } = response
  response.setHeader('connection', 'close')
  response.once('finish', () => {
    request.resume()
    setTimeout(() => request.destroy(), 2_000).unref()
  })
}

async function stream(response: ServerResponse, { bytes }: Streamed): Promise<void> {
  response.setTimeout(stalledMs, () => response.destroy())
  try {
    await pipeline(Readable.from(bytes(), { objectMode: false }), response)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** The client broke off: nothing is wrong with us. */
function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE'
}
