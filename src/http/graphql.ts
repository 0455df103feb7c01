import { languageFor, type Portal } from '../domain/portals/portal.ts'
import type { Credentials, RequestFacts } from '../graphql/context.ts'
import type { GraphqlServer } from '../graphql/server.ts'
import { readBody } from './body.ts'
import { isToken, type TokenCookie } from './cookies.ts'
import { preferredLanguages } from './languages.ts'
import { crossOriginHeaders, judgeOrigin, preflightHeaders } from './origins.ts'
import type { PortalFinder } from './portals.ts'
import { type Handler, type Reply, trouble, type Visit } from './reply.ts'

export type GraphqlDoor = {
  readonly graphql: GraphqlServer
  readonly findPortal: PortalFinder
  readonly cookie: TokenCookie
  readonly deviceCookie: TokenCookie
  readonly isProduction: boolean
  /** The page for trying things out, in development. */
  readonly graphiql: (() => string) | undefined
}

/** How many requests of people who are not signed in are served at the same time: above what the hashing pool takes. */
const mostStrangers = 128

/** What stands between a browser and the schema: the portal, the origin, the credentials and the size of what is asked. */
export function graphqlHandler(door: GraphqlDoor): Handler {
  const hall = waitingHall(mostStrangers)
  return async (visit) => {
    const { request, correlationId } = visit
    if (door.graphiql && wantsPage(visit)) return page(door.graphiql())
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
    const credentials = credentialsOf(visit, door.cookie)
    const refused = refusal(visit, { judged, credentials })
    const served = () => answer(door, visit, { portal, credentials })
    const reply = refused ?? (await hall.enter(visit, credentials, served))
    return { ...reply, headers: { ...reply.headers, ...shared } }
  }
}

/**
 * Whoever is signed in does not wait behind a crowd that is not. Of strangers one comes in with each turn of the event loop,
 * so that everybody else's work goes on in between; and when the hall is full the rest is sent away before its requests are
 * even read.
 */
function waitingHall(most: number) {
  let inside = 0
  let last = Promise.resolve()
  const turn = () => {
    last = last.then(() => new Promise((go) => setImmediate(go)))
    return last
  }
  return {
    enter: async (visit: Visit, { kind }: Credentials, serve: () => Promise<Reply>): Promise<Reply> => {
      if (kind !== 'none') return serve()
      if (inside >= most) return full(visit)
      inside++
      try {
        await turn()
        return await serve()
      } finally {
        inside--
      }
    },
  }
}

function full({ correlationId }: Visit): Reply {
  const message = 'Too many people at once. Try again in a moment.'
  return trouble(503, { code: 'OVERLOADED', message, correlationId }, { 'retry-after': '2' })
}

type Asked = { readonly portal: Portal; readonly credentials: Credentials }

async function answer(door: GraphqlDoor, visit: Visit, { portal, credentials }: Asked): Promise<Reply> {
  const { graphql, cookie, deviceCookie } = door
  const { request, correlationId, address } = visit
  const method = request.method ?? 'GET'
  const setCookies = new Map<'session' | 'device', string>()
  const facts: RequestFacts = {
    portal,
    credentials,
    correlationId,
    address,
    language: languageFor(
      portal,
      preferredLanguages(request.headers['accept-language']).find((tag) =>
        portal.languages.some((spoken) => spoken === tag),
      ),
    ),
    method,
    userAgent: request.headers['user-agent'] ?? '',
    deviceToken: deviceOf(visit, deviceCookie),
    setSessionCookie: (session) => {
      setCookies.set('session', cookie.write(session))
    },
    setDeviceCookie: (device) => {
      setCookies.set('device', deviceCookie.write(device))
    },
  }
  const body = method === 'POST' ? await readBody(request) : null
  const { 'content-type': contentType = '' } = request.headers
  const accept = acceptedJson(request.headers.accept)
  if (accept === '') return notAcceptable(correlationId)
  const headers = { accept, ...(method === 'POST' ? { 'content-type': contentType } : {}) }
  const result = await graphql({ method, url: `http://api${request.url ?? '/graphql'}`, headers, body }, facts)
  if (result.status === 406) return notAcceptable(correlationId)
  return {
    status: result.status,
    headers: {
      ...Object.fromEntries(result.headers),
      ...(setCookies.size === 0 ? {} : { 'set-cookie': [...setCookies.values()] }),
    },
    body: result.body,
  }
}

/** Every answer is JSON and comes whole: neither as a stream of events nor in parts. */
function acceptedJson(accept = '*/*'): string {
  const isJson = /^ *(\*\/\*|application\/(\*|json|graphql-response\+json)) *(;|$)/i
  return accept
    .split(',')
    .filter((part) => isJson.test(part))
    .join(',')
}

function notAcceptable(correlationId: string): Reply {
  return trouble(406, { code: 'BAD_REQUEST', message: 'Accept application/json, or GraphQL’s own.', correlationId })
}

/**
 * Another site may make a browser send requests, but not say that they are JSON without asking first, and not lie about
 * where it is. So what may change something is JSON; and what comes with a cookie names an origin of this portal.
 */
function refusal(
  visit: Visit,
  { judged, credentials }: { judged: string; credentials: Credentials },
): Reply | undefined {
  const { request, correlationId } = visit
  if (request.method !== 'POST') return undefined
  if (!/^application\/(graphql\+)?json *(;|$)/i.test(request.headers['content-type'] ?? '')) {
    const message = 'Send JSON, and say so: content-type: application/json.'
    return trouble(415, { code: 'BAD_REQUEST', message, correlationId })
  }
  const byCookie = credentials.kind === 'session' && credentials.by === 'cookie'
  if (judged === 'foreign' || (byCookie && judged === 'none')) {
    return trouble(403, {
      code: 'ORIGIN_REFUSED',
      message: 'This did not come from a page of this portal.',
      correlationId,
    })
  }
  return undefined
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
function deviceOf({ request }: Visit, cookie: TokenCookie): string | undefined {
  const given = request.headers['drempel-device']
  return typeof given === 'string' && isToken(given) ? given : cookie.read(request)
}

function slugOf({ request }: Visit, { isProduction }: GraphqlDoor): string | undefined {
  const slug = request.headers['drempel-portal']
  return !isProduction && typeof slug === 'string' ? slug : undefined
}

function wantsPage({ request }: Visit): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
}

/** Its script and styles are in the page itself. */
function page(html: string): Reply {
  const policy =
    "default-src 'self'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:; frame-ancestors 'none'"
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
    body: html,
  }
}
