import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isAway } from '../db/away.ts'
import { BodyTooLarge, BodyTooSlow, longestBody } from './body.ts'
import type { ClientOf } from './client.ts'
import type { HttpLog } from './log.ts'
import { type Handler, type Reply, send, trouble, type Visit } from './reply.ts'
import { setSecurityHeaders } from './security-headers.ts'

/** A path that ends in a slash stands for all that have one more part. */
export type Route = { readonly path: string; readonly methods: readonly string[]; readonly handle: Handler }

/** Pages that answer by themselves, for a development server: true when the request was theirs. */
export type Pages = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>

export type Served = {
  readonly route: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

export type HttpDeps = {
  readonly routes: readonly Route[]
  readonly pages?: Pages | undefined
  readonly clientOf: ClientOf
  readonly isProduction: boolean
  /** Whoever is still served then is told to come back over a new connection. */
  readonly isDraining: () => boolean
  readonly log: HttpLog
  readonly onServed: (served: Served) => void
}

/** A route table on node:http. Every answer carries the correlation id, and what went wrong is told in one shape. */
export function httpServer(deps: HttpDeps): Server {
  const routes = new Map(deps.routes.map((route) => [route.path, route]))
  const routeOf = (path: string) => routes.get(path) ?? routes.get(path.replace(/[^/]+$/, ''))

  const answer = async (visit: Visit): Promise<Reply> => {
    const { request, correlationId } = visit
    const route = routeOf(visit.path)
    if (route === undefined)
      return trouble(404, { code: 'NOT_FOUND', message: 'There is nothing here.', correlationId })
    if (!route.methods.includes(request.method ?? '')) {
      const message = `Only ${route.methods.join(', ')} will do here.`
      return trouble(405, { code: 'BAD_REQUEST', message, correlationId }, { allow: route.methods.join(', ') })
    }
    return route.handle(visit)
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const began = performance.now()
    const visit = visitOf(request, deps.clientOf)
    response.setHeader('x-request-id', visit.correlationId)
    setSecurityHeaders(response, deps)
    try {
      if (await servedByPages(deps, visit, response)) return
      const reply = await answer(visit)
      if (deps.isDraining()) response.setHeader('connection', 'close')
      await send(response, reply)
    } catch (error) {
      await send(response, explain(error, visit, deps.log))
    } finally {
      const { method = '' } = request
      const route = routeOf(visit.path)?.path ?? 'other'
      deps.onServed({ route, method, status: response.statusCode, seconds: (performance.now() - began) / 1000 })
    }
  }

  return createServer(
    // Files may take minutes; what is read whole is given less time where it is read.
    { requestTimeout: 300_000, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
    (request, response) => void serve(request, response),
  )
}

function visitOf(request: IncomingMessage, clientOf: ClientOf): Visit {
  const given = request.headers['x-request-id']
  const correlationId = typeof given === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : randomUUID()
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  return { request, path, correlationId, ...clientOf(request) }
}

async function servedByPages(
  { pages }: HttpDeps,
  { request, host }: Visit,
  response: ServerResponse,
): Promise<boolean> {
  const address = `http://${host}${request.url ?? '/'}`
  return pages !== undefined && URL.canParse(address) && pages(request, response, new URL(address))
}

function explain(error: unknown, { correlationId, path }: Visit, log: HttpLog): Reply {
  if (error instanceof BodyTooLarge) {
    const message = `A request holds at most ${longestBody} bytes.`
    return { ...trouble(413, { code: 'PAYLOAD_TOO_LARGE', message, correlationId }), leavesBody: true }
  }
  if (error instanceof BodyTooSlow) {
    const message = 'This took too long to come in.'
    return { ...trouble(408, { code: 'BAD_REQUEST', message, correlationId }), leavesBody: true }
  }
  if (isAway(error)) {
    log.error({ event: 'http.away', correlationId, error })
    const message = 'This is not possible now. Try again soon.'
    return trouble(503, { code: 'UNAVAILABLE', message, correlationId }, { 'retry-after': '2' })
  }
  log.error({ event: 'http.fault', correlationId, path, error })
  return trouble(500, { code: 'INTERNAL', message: 'Something went wrong on our side.', correlationId })
}
