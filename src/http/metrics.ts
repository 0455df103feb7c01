import { createHash, timingSafeEqual } from 'node:crypto'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Pool } from '../db/client.ts'
import { countJourneys, journeyTrouble, queueState } from '../db/installation.ts'
import type { HttpLog } from './log.ts'
import { trouble } from './reply.ts'
import type { Route, Served } from './server.ts'

export type MetricsDeps = {
  readonly engine: Pool
  readonly log: HttpLog
  readonly hashing?: { readonly load: () => { readonly running: number; readonly queued: number } } | undefined
  /** Asked as a bearer token where there is one. */
  readonly token: string | undefined
}

export type Metrics = {
  readonly onServed: (served: Served) => void
  readonly onCommand: (act: string, outcome: string) => void
  readonly route: Route
}

/** Labels are names of routes, acts, codes, kinds and states: few, and never about anybody. */
export function metrics(deps: MetricsDeps): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'drempel_http_request_duration_seconds',
    help: 'Requests by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const commands = new Counter({
    name: 'drempel_commands_total',
    help: 'Acts by outcome: DONE, or the code of the refusal.',
    labelNames: ['act', 'outcome'],
    registers,
  })
  hashingGauges(deps, registers)
  const refresh = databaseGauges(deps, registers)

  return {
    onServed: ({ route, method, status, seconds }) => requests.observe({ route, method, status }, seconds),
    onCommand: (act, outcome) => commands.inc({ act, outcome }),
    route: {
      path: '/metrics',
      methods: ['GET'],
      handle: async ({ request, correlationId }) => {
        if (!isAllowed(request.headers.authorization, deps.token)) {
          const message = 'Metrics ask for their token.'
          return trouble(401, { code: 'UNAUTHENTICATED', message, correlationId }, { 'www-authenticate': 'Bearer' })
        }
        await refresh()
        return { status: 200, headers: { 'content-type': registry.contentType }, body: await registry.metrics() }
      },
    },
  }
}

function hashingGauges({ hashing }: MetricsDeps, registers: Registry[]): void {
  if (hashing === undefined) return
  new Gauge({
    name: 'drempel_hashing',
    help: 'Slow hashes under way and waiting for their turn.',
    labelNames: ['state'],
    registers,
    collect() {
      const { running, queued } = hashing.load()
      this.set({ state: 'running' }, running)
      this.set({ state: 'queued' }, queued)
    },
  })
}

// Several scrapers, or an eager one, cost the database no more than one.
const keptMs = 5_000

function databaseGauges({ engine, log }: MetricsDeps, registers: Registry[]): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[]) => new Gauge({ name, help, labelNames, registers })
  const lengths = gauge('drempel_queue_length', 'What waits for delivery.', ['queue'])
  const ages = gauge('drempel_queue_oldest_seconds', 'How long the oldest waits.', ['queue'])
  const journeys = gauge('drempel_journeys', 'Journeys by kind and status.', ['kind', 'status'])
  const overdue = gauge('drempel_journeys_overdue', 'Open journeys whose instant has passed without a stir.', [])
  const up = gauge('drempel_database_up', 'Whether the last look at the database succeeded.', [])
  let lookedAt = Number.NEGATIVE_INFINITY

  return async () => {
    if (performance.now() - lookedAt < keptMs) return
    lookedAt = performance.now()
    try {
      const [queues, trouble, counts] = await Promise.all([
        queueState(engine),
        journeyTrouble(engine),
        countJourneys(engine),
      ])
      for (const [queue, { length, oldestAt }] of Object.entries(queues)) {
        lengths.set({ queue }, length)
        ages.set({ queue }, oldestAt === null ? 0 : Math.max(0, (Date.now() - oldestAt.getTime()) / 1000))
      }
      journeys.reset()
      for (const { kind, status, count } of counts) journeys.set({ kind, status }, count)
      overdue.set(trouble.overdue)
      up.set(1)
    } catch (error) {
      log.error({ event: 'metrics.database', error })
      up.set(0)
    }
  }
}

function isAllowed(authorization: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return true
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`))
}
