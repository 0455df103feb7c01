import { type ClientRequest, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { Api, House } from './api.ts'

export type Fetched = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

type Fetching = {
  readonly method?: string
  readonly as?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** Bytes in and bytes out, as a client does that carries its session as a bearer token. */
export async function transfer(api: Api, house: House, path: string, fetching: Fetching = {}): Promise<Fetched> {
  const { request, answered } = open(api, house, path, fetching)
  request.end(fetching.body)
  const response = await answered
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part)
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }
}

/** A request under way: what is sent and what is read is up to the test. */
export function open(api: Api, { slug }: House, path: string, { method = 'GET', as, headers = {} }: Fetching) {
  const request: ClientRequest = httpRequest({
    host: '127.0.0.1',
    port: api.port,
    method,
    path,
    agent: false,
    headers: {
      'drempel-portal': slug,
      'accept-language': 'en',
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...headers,
    },
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
  })
  return { request, answered }
}

export function codeOf({ body }: Fetched): string {
  const { errors } = JSON.parse(String(body)) as { errors: readonly { extensions: { code: string } }[] }
  return errors[0]?.extensions.code ?? ''
}

export type Uploaded = {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly mediaType: string
  readonly expiresAt: string
}

type Uploading = { readonly as: string; readonly body: Buffer; readonly name?: string }

export async function uploadAs(api: Api, house: House, { as, body, name = 'slip.pdf' }: Uploading): Promise<Uploaded> {
  const headers = { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` }
  const answer = await transfer(api, house, '/files', { method: 'POST', as, body, headers })
  if (answer.status !== 201) throw new Error(String(answer.body))
  return JSON.parse(String(answer.body))
}
