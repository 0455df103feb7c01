import type { Portal } from '../domain/portals/portal.ts'
import type { Credentials } from '../graphql/context.ts'
import { isToken, type TokenCookie } from './cookies.ts'
import { crossOriginHeaders, type Judged, judgeOrigin, preflightHeaders } from './origins.ts'
import type { PortalFinder } from './portals.ts'
import { type Reply, trouble, type Visit } from './reply.ts'

export type Door = {
  readonly findPortal: PortalFinder
  readonly cookie: TokenCookie
  readonly deviceCookie: TokenCookie
  readonly isProduction: boolean
}

/** Somebody at the door: which portal they stand at, where they say they come from and what they show. */
export type Guest = {
  readonly visit: Visit
  readonly portal: Portal
  readonly judged: Judged
  readonly credentials: Credentials
}

/** Every door of a portal asks the same before it looks at what is wanted. */
export async function atDoor(door: Door, visit: Visit, serve: (guest: Guest) => Promise<Reply>): Promise<Reply> {
  const { request, correlationId } = visit
  const portal = await door.findPortal({ host: visit.host, slug: slugOf(visit, door) })
  if (portal === undefined) {
    return trouble(404, { code: 'PORTAL_UNKNOWN', message: `No portal answers at ${visit.host}.`, correlationId })
  }
  const judged = judgeOrigin(visit, portal, door.isProduction)
  const shared = {
    vary: 'origin',
    ...(judged === 'frontend' ? crossOriginHeaders(request.headers.origin ?? '') : {}),
  }
  if (request.method === 'OPTIONS') {
    return { status: 204, headers: { ...shared, ...(judged === 'frontend' ? preflightHeaders : {}) } }
  }
  const reply = await serve({ visit, portal, judged, credentials: credentialsOf(visit, door.cookie) })
  return { ...reply, headers: { ...reply.headers, ...shared } }
}

/** Another site may make a browser send requests, but not lie about where it is: what comes with a cookie names its origin. */
export function originRefused({ visit, judged, credentials }: Guest): Reply | undefined {
  const byCookie = credentials.kind === 'session' && credentials.by === 'cookie'
  return judged === 'foreign' || (byCookie && judged === 'none') ? foreign(visit) : undefined
}

export function foreign({ correlationId }: Visit): Reply {
  const message = 'This did not come from a page of this portal.'
  return trouble(403, { code: 'ORIGIN_REFUSED', message, correlationId })
}

function credentialsOf({ request }: Visit, cookie: TokenCookie): Credentials {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (bearer !== undefined) {
    const token = isToken(bearer) ? bearer : ''
    return bearer.startsWith('drk_') ? { kind: 'key', token } : { kind: 'session', token, by: 'bearer' }
  }
  const token = cookie.read(request)
  return token === undefined ? { kind: 'none' } : { kind: 'session', token, by: 'cookie' }
}

/** Browsers by a cookie; who carries the session as a bearer token carries this in a header too. */
export function deviceOf({ request }: Visit, { deviceCookie }: Door): string | undefined {
  const given = request.headers['drempel-device']
  return typeof given === 'string' && isToken(given) ? given : deviceCookie.read(request)
}

function slugOf({ request }: Visit, { isProduction }: Door): string | undefined {
  const slug = request.headers['drempel-portal']
  return !isProduction && typeof slug === 'string' ? slug : undefined
}
