import { languageFor } from '../domain/portals/portal.ts'
import type { Credentials, RequestFacts } from '../graphql/context.ts'
import type { GraphqlServer } from '../graphql/server.ts'
import { readBody } from './body.ts'
import { atDoor, type Door, deviceOf, type Guest, originRefused } from './door.ts'
import { preferredLanguages } from './languages.ts'
import { type Handler, type Reply, trouble, type Visit } from './reply.ts'

export type GraphqlDoor = Door & {
  readonly graphql: GraphqlServer
  /** The page for trying things out, in development. */
  readonly graphiql: (() => string) | undefined
}

/** How many requests of people who are not signed in are served at the same time: above what the hashing pool takes. */
const mostStrangers = 128

/** What stands between a browser and the schema: the portal, the origin, the credentials and the size of what is asked. */
export function graphqlHandler(door: GraphqlDoor): Handler {
  const hall = waitingHall(mostStrangers)
  return async (visit) => {
    if (door.graphiql && wantsPage(visit)) return page(door.graphiql())
    return atDoor(door, visit, async (guest) => {
      const refused = refusal(guest)
      return refused ?? hall.enter(visit, guest.credentials, () => answer(door, guest))
    })
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

async function answer(door: GraphqlDoor, { visit, portal, credentials }: Guest): Promise<Reply> {
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
    deviceToken: deviceOf(visit, door),
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
 * Another site may make a browser send requests, but not say that they are JSON without asking first. So what may change
 * something is JSON; and what comes with a cookie names an origin of this portal.
 */
function refusal(guest: Guest): Reply | undefined {
  const { request, correlationId } = guest.visit
  if (request.method !== 'POST') return undefined
  if (!/^application\/(graphql\+)?json *(;|$)/i.test(request.headers['content-type'] ?? '')) {
    const message = 'Send JSON, and say so: content-type: application/json.'
    return trouble(415, { code: 'BAD_REQUEST', message, correlationId })
  }
  return originRefused(guest)
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
