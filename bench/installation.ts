import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import postgres from 'postgres'
import { type Config, readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { admitLogin, startPostgres } from '../src/dev/stack/postgres.ts'
import { startTemporal } from '../src/dev/stack/temporal.ts'
import { temporalProgram } from '../src/dev/stack/temporal-program.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'

export type Installation = {
  /** The server's superuser: what prepares a measurement, outside of it. */
  readonly admin: postgres.Sql
  readonly url: string
  config(temporal?: FreshTemporal): Config
  /** For a process of its own. */
  env(more?: NodeJS.ProcessEnv): NodeJS.ProcessEnv
  /** A server that remembers nothing, with a namespace nobody used. */
  freshTemporal(): Promise<FreshTemporal>
  stop(): Promise<void>
}

export type FreshTemporal = { readonly address: string; readonly namespace: string; stop(): Promise<void> }

/** PostgreSQL as durable as in production, and Temporal in memory whenever a row asks for one. */
export async function startInstallation(env: NodeJS.ProcessEnv): Promise<Installation> {
  const folder = await temporaryFolder('drempel-bench-')
  const program = await temporalProgram({ env, log: (line) => console.error(line) })
  const server = await startPostgres({ dataFolder: join(folder.path, 'postgres'), port: 0, durable: true })
  await migrate(server.ownerUrl)
  await admitLogin(server.ownerUrl, server.url)
  const admin = postgres(new URL('/drempel', server.adminUrl).href, { max: 2, onnotice: () => {} })
  const running = new Set<() => Promise<void>>()
  let count = 0

  return {
    admin,
    url: server.url,
    config: (temporal) => readConfig(environment(server, temporal)),
    env: (more = {}) => ({ ...environment(server), ...more }),
    freshTemporal: async () => {
      const namespace = `bench-${++count}`
      const { address, stop } = await startTemporal({
        program,
        dataFolder: join(folder.path, namespace),
        port: 0,
        uiPort: 0,
        inMemory: true,
      })
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

function environment(server: { readonly ownerUrl: string; readonly url: string }, temporal?: FreshTemporal) {
  return {
    DREMPEL_ENV: 'test',
    DATABASE_URL: server.url,
    DATABASE_OWNER_URL: server.ownerUrl,
    TEMPORAL_ADDRESS: temporal?.address ?? '127.0.0.1:1',
    TEMPORAL_NAMESPACE: temporal?.namespace ?? 'none',
    MAIL_PROVIDER: 'mailbox',
    SMS_PROVIDER: 'mailbox',
    SEALING_KEYS: `bench=${randomBytes(32).toString('base64')}`,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: '0',
    WORKER_HTTP_PORT: '0',
    LOG_LEVEL: 'silent',
  } satisfies NodeJS.ProcessEnv
}
