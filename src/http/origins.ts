import type { Portal } from '../domain/portals/portal.ts'
import type { Visit } from './reply.ts'

export type Judged = 'none' | 'own' | 'frontend' | 'foreign'

/** Where a browser says the request comes from: this host's own pages, the portal's frontend, or anybody else's. */
export function judgeOrigin({ request, host }: Visit, portal: Portal, isProduction: boolean): Judged {
  const { origin } = request.headers
  if (origin === undefined) return 'none'
  if (!URL.canParse(origin)) return 'foreign'
  const url = new URL(origin)
  if (url.origin === new URL(portal.frontendUrl).origin) return url.host === host ? 'own' : 'frontend'
  return url.host === host && (!isProduction || url.protocol === 'https:') ? 'own' : 'foreign'
}

/** For the portal's own frontend and nobody else. */
export function crossOriginHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers':
      'x-request-id, retry-after, content-disposition, content-range, accept-ranges, etag',
  }
}

export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers':
    'content-type, content-disposition, authorization, accept-language, x-request-id, drempel-device, range, if-range',
  'access-control-max-age': '600',
}
