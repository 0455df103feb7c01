import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import postgres from 'postgres'
import { type Config, readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { admitLogin, startPostgres } from '../src/dev/stack/postgres.ts'
import { startTemporal } from '../src/dev/stack/temporal.ts'
import { startCluster } from '../src/dev/stack/temporal-cluster.ts'
import { serverPrograms, temporalProgram } from '../src/dev/stack/temporal-program.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'

export type Installation = {
  /** The server's superuser: what prepares a measurement, outside of it. */
  readonly admin: postgres.Sql
  readonly url: string
  config(temporal?: FreshTemporal): Config
  /** For a process of its own. */
  env(more?: NodeJS.ProcessEnv): NodeJS.ProcessEnv
  /** A server that remembers nothing, with a namespace nobody used: in memory, or as production runs it. */
  freshTemporal(kind?: TemporalKind): Promise<FreshTemporal>
  stop(): Promise<void>
}

export type TemporalKind = 'in memory' | 'on PostgreSQL'
export type FreshTemporal = { readonly address: string; readonly namespace: string; stop(): Promise<void> }

/** PostgreSQL as durable as in production, and Temporal whenever a row asks for one. */
export async function startInstallation(env: NodeJS.ProcessEnv): Promise<Installation> {
  const folder = await temporaryFolder('drempel-bench-')
  const search = { env, log: (line: string) => console.error(line) }
  const program = await temporalProgram(search)
  const server = await startPostgres({ dataFolder: join(folder.path, 'postgres'), port: 0, durable: true })
  await migrate(server.ownerUrl)
  await admitLogin(server.ownerUrl, server.url)
  const admin = postgres(new URL('/drempel', server.adminUrl).href, { max: 2, onnotice: () => {} })
  const running = new Set<() => Promise<void>>()
  // One for all processes of this installation: what one seals another opens.
  const sealingKey = `bench=${randomBytes(32).toString('base64')}`
  const place = { server, sealingKey }
  let count = 0
  const start = async (kind: TemporalKind, namespace: string) => {
    const dataFolder = join(folder.path, namespace)
    if (kind === 'in memory') return startTemporal({ program, dataFolder, port: 0, uiPort: 0, inMemory: true })
    const programs = await serverPrograms(search)
    // Beside the record, on the same server: what each costs the other is part of the figure.
    const database = { url: server.adminUrl, name: namespace.replace('-', '_') }
    return startCluster({ programs, dataFolder, port: 0, database, namespace })
  }

  return {
    admin,
    url: server.url,
    config: (temporal) => readConfig(environment(place, temporal)),
    env: (more = {}) => ({ ...environment(place), ...more }),
    freshTemporal: async (kind = 'in memory') => {
      const namespace = `bench-${++count}`
      const { address, stop } = await start(kind, namespace)
      const end = async () => {
        running.delete(end)
        await stop()
      }
      running.add(end)
      return { address, namespace, stop: end }
    },
    stop: async () => {
      await admin.end({ timeout: 5 })
      await Promise.all([...running].map((end) => end()))
      await server.stop()
      await folder.remove()
    },
  }
}

type Place = { readonly server: { readonly ownerUrl: string; readonly url: string }; readonly sealingKey: string }

function environment({ server, sealingKey }: Place, temporal?: FreshTemporal) {
  return {
    DREMPEL_ENV: 'test',
    DATABASE_URL: server.url,
    DATABASE_OWNER_URL: server.ownerUrl,
    TEMPORAL_ADDRESS: temporal?.address ?? '127.0.0.1:1',
    TEMPORAL_NAMESPACE: temporal?.namespace ?? 'none',
    MAIL_PROVIDER: 'mailbox',
    SMS_PROVIDER: 'mailbox',
    SEALING_KEYS: sealingKey,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: '0',
    WORKER_HTTP_PORT: '0',
    LOG_LEVEL: 'silent',
  } satisfies NodeJS.ProcessEnv
}
