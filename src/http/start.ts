import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Pool } from '../db/client.ts'
import { recognise } from '../graphql/authenticate.ts'
import type { GraphqlDeps, GraphqlLog } from '../graphql/context.ts'
import { schema } from '../graphql/schema.ts'
import { graphqlServer } from '../graphql/server.ts'
import type { DocumentStorePort } from '../providers/document-store/port.ts'
import { clientReader } from './client.ts'
import { deviceCookie, sessionCookie } from './cookies.ts'
import { fileRoutes } from './files.ts'
import { graphqlHandler } from './graphql.ts'
import { healthRoutes } from './health.ts'
import { type Hook, hookRoutes } from './hooks.ts'
import type { HttpLog } from './log.ts'
import { type Metrics, metrics } from './metrics.ts'
import { portalFinder } from './portals.ts'
import { httpServer, type Pages, type Route } from './server.ts'

export type ApiSettings = {
  readonly host: string
  readonly port: number
  readonly isProduction: boolean
  readonly introspection: boolean
  readonly trustedProxies: readonly string[]
  readonly metricsToken: string | undefined
}

export type ApiDeps = Omit<GraphqlDeps, 'introspection' | 'log' | 'onCommand'> & {
  readonly settings: ApiSettings
  readonly log: GraphqlLog & HttpLog
  readonly hooks: readonly Hook[]
  readonly documentStore: DocumentStorePort
  /** Tests alone: how long an upload may bring nothing. */
  readonly silenceMs?: number | undefined
  readonly temporal?: (() => Promise<boolean>) | undefined
  /** Development only. */
  readonly graphiql?: (() => string) | undefined
  readonly pages?: Pages | undefined
}

export type Listening = { readonly port: number; close(): Promise<void> }

// Within this, what is in flight is finished; then connections are cut.
const drainMs = 10_000

/** The api: GraphQL, webhooks, health and metrics on one port. */
export async function startApi(deps: ApiDeps): Promise<Listening> {
  const { settings, log, app } = deps
  const measured = metrics({ ...deps, token: settings.metricsToken })
  const graphql = graphqlServer(
    { ...deps, introspection: settings.introspection, onCommand: measured.onCommand },
    schema,
  )
  const door = {
    graphql,
    findPortal: portalFinder(app),
    cookie: sessionCookie(settings),
    deviceCookie: deviceCookie(settings),
    isProduction: settings.isProduction,
    graphiql: deps.graphiql,
  }
  const routes: Route[] = [
    { path: '/graphql', methods: ['GET', 'HEAD', 'POST', 'OPTIONS'], handle: graphqlHandler(door) },
    ...fileRoutes({
      ...door,
      ...deps,
      isProduction: settings.isProduction,
      recognise: (shown) => recognise(app, shown),
    }),
    ...hookRoutes(deps, deps.hooks),
  ]
  return listen({ settings, log, app, temporal: deps.temporal, pages: deps.pages, measured, routes })
}

export type MachineDeps = {
  readonly app: Pool
  readonly engine: Pool
  readonly log: HttpLog
  readonly settings: Pick<ApiSettings, 'host' | 'port' | 'isProduction' | 'metricsToken'>
  readonly temporal?: (() => Promise<boolean>) | undefined
}

/** Health and metrics alone: what a process without visitors shows to the machines around it. */
export async function startMachineDoor(deps: MachineDeps): Promise<Listening> {
  const measured = metrics({ ...deps, token: deps.settings.metricsToken })
  return listen({ ...deps, settings: { ...deps.settings, trustedProxies: [] }, measured, routes: [] })
}

type Opening = {
  readonly settings: Omit<ApiSettings, 'introspection'>
  readonly log: HttpLog
  readonly app: Pool
  readonly temporal?: (() => Promise<boolean>) | undefined
  readonly pages?: Pages | undefined
  readonly measured: Metrics
  readonly routes: readonly Route[]
}

async function listen({ settings, log, app, temporal, pages, measured, routes }: Opening): Promise<Listening> {
  let draining = false
  const server = httpServer({
    routes: [...routes, ...healthRoutes({ app, log, temporal, isDraining: () => draining }), measured.route],
    pages,
    clientOf: clientReader(settings.trustedProxies),
    isProduction: settings.isProduction,
    isDraining: () => draining,
    log,
    onServed: measured.onServed,
  })
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  return {
    port: portOf(server),
    close: () => {
      draining = true
      return drain(server)
    },
  }
}

async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const cut = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(cut)
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
