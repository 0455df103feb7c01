import type { Pool } from '../db/client.ts'
import { databaseVersion } from '../db/installation.ts'
import { schemaVersion } from '../db/migrate.ts'
import type { HttpLog } from './log.ts'
import { json } from './reply.ts'
import type { Route } from './server.ts'

export type HealthDeps = {
  readonly app: Pool
  readonly log: HttpLog
  /** Whether Temporal answers; undefined where a process has nothing to do with it. */
  readonly temporal?: (() => Promise<boolean>) | undefined
  readonly isDraining: () => boolean
}

const patienceMs = 2_000

/** Live: the process answers. Ready: it can do its work. Temporal's absence is told and takes nothing down. */
export function healthRoutes(deps: HealthDeps): readonly Route[] {
  return [
    { path: '/health/live', methods: ['GET', 'HEAD'], handle: async () => json(200, { status: 'live' }) },
    { path: '/health/ready', methods: ['GET', 'HEAD'], handle: () => readiness(deps) },
  ]
}

async function readiness({ app, log, temporal, isDraining }: HealthDeps) {
  const [postgres, temporalUp] = await Promise.all([
    within(judgePostgres(app), 'away').catch((error: unknown) => {
      log.error({ event: 'health.postgres', error })
      return 'away'
    }),
    temporal && within(temporal(), false).catch(() => false),
  ])
  const ready = postgres === 'ready' && !isDraining()
  return json(ready ? 200 : 503, {
    status: ready ? 'ready' : 'notReady',
    draining: isDraining(),
    postgres,
    ...(temporalUp === undefined ? {} : { temporal: temporalUp ? 'ready' : 'away' }),
  })
}

/** A newer schema is fine: an upgrade migrates first and replaces processes after. */
async function judgePostgres(app: Pool): Promise<string> {
  const version = await databaseVersion(app)
  return version !== undefined && version >= schemaVersion ? 'ready' : 'notMigrated'
}

async function within<T>(work: Promise<T>, otherwise: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>()
  const timer = setTimeout(() => resolve(otherwise), patienceMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
