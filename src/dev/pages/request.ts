import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** Larger than any form on these pages. */
const longestForm = 16_384

export type Refused = { readonly refused: string; readonly status: number }

/**
 * A page elsewhere on the web may point its own name at this machine and read whatever answers (DNS rebinding). It cannot
 * choose to be called localhost, nor an address.
 */
export function isOwnHost(host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}

/** A form of these pages and nobody else's: browsers tell the origin with every post. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | Refused> {
  const { host, origin } = request.headers
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== host) {
    return { status: 403, refused: 'This form was sent by another site.' }
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > longestForm) return { status: 413, refused: 'This form is too long.' }
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
