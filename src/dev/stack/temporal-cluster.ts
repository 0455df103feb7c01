import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { ensureNamespace } from '../../relay/namespace.ts'
import { endLeftover } from './leftover.ts'
import { freePorts, onFreePort } from './ports.ts'
import { startServer, untilReady } from './server-process.ts'
import { openTemporalDatabases, plugin, type TemporalDatabases } from './temporal-databases.ts'
import type { ServerPrograms } from './temporal-program.ts'

export type ClusterOptions = {
  readonly programs: ServerPrograms
  /** Holds the logs: what the server knows is in its databases. */
  readonly dataFolder: string
  /** The usual port, or 0 for any; the next free one is taken when something else listens there. */
  readonly port: number
  readonly database: {
    /** A PostgreSQL and a user who owns the databases or may make them. */
    readonly url: string
    readonly name: string
  }
  readonly namespace: string
}

export type TemporalCluster = {
  readonly address: string
  readonly databases: readonly string[]
  readonly logFile: string
  /** When it has ended, by itself or because it was stopped. */
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

// For good: a server refuses databases that were made with another number.
const shards = '4'
// Temporal notes them in a smallint.
const innerPorts = { from: 20_000, to: 32_768 }

/**
 * The server that production runs, on PostgreSQL, with a namespace that is ready for use. The dev server differs in what it
 * stores in, how it queues and what it allows.
 */
export async function startCluster(options: ClusterOptions): Promise<TemporalCluster> {
  const { programs, dataFolder, database } = options
  await mkdir(dataFolder, { recursive: true })
  const place = (name: string) => join(dataFolder, name)
  await endLeftover(place('server.pid'), [programs.server, ...startArgs])
  const databases = await openTemporalDatabases({
    ...database,
    sqlTool: programs.sqlTool,
    logFile: place('schema.log'),
    pidFile: place('schema.pid'),
  })
  try {
    return await onFreePort(options.port, (port) => serve(options, databases, port))
  } catch (error) {
    await databases.release()
    throw error
  }
}

const startArgs = ['--allow-no-auth', 'start'] as const

async function serve(
  { programs, dataFolder, namespace }: ClusterOptions,
  databases: TemporalDatabases,
  port: number,
): Promise<TemporalCluster> {
  const settings = join(dataFolder, 'settings.yaml')
  // What the workflow tests ask of any server they are given.
  await writeFile(settings, 'frontend.WorkflowTimeSkippingEnabled:\n  - value: true\n')
  const server = await startServer('Temporal', {
    command: programs.server,
    args: startArgs,
    env: {
      ...storage(databases),
      ...(await listening(port)),
      DYNAMIC_CONFIG_FILE_PATH: settings,
      LOG_LEVEL: 'warn',
    },
    logFile: join(dataFolder, 'server.log'),
    pidFile: join(dataFolder, 'server.pid'),
  })
  const address = `127.0.0.1:${port}`
  await untilReady(server, { withinMs: 60_000, probe: () => prepareNamespace(address, namespace) })
  return {
    address,
    databases: Object.values(databases.names),
    logFile: server.logFile,
    ended: server.ended,
    stop: async () => {
      await server.stop()
      await databases.release()
    },
  }
}

function storage({ login, names }: TemporalDatabases): NodeJS.ProcessEnv {
  const { host, port, user, password } = login
  return {
    DB: plugin,
    DBNAME: names.record,
    VISIBILITY_DBNAME: names.visibility,
    POSTGRES_SEEDS: host,
    DB_PORT: port,
    POSTGRES_USER: user,
    POSTGRES_PWD: password,
    NUM_HISTORY_SHARDS: shards,
  }
}

/** Its four services find one another by ports of their own, which are nobody else's to know. */
async function listening(port: number): Promise<NodeJS.ProcessEnv> {
  const names = ['FRONTEND_HTTP', 'FRONTEND_MEMBERSHIP', ...['HISTORY', 'MATCHING', 'WORKER'].flatMap(portsOf)]
  const ports = await freePorts(names.length, innerPorts)
  return {
    BIND_ON_IP: '127.0.0.1',
    TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
    FRONTEND_GRPC_PORT: String(port),
    ...Object.fromEntries(names.map((name, at) => [`${name}_PORT`, String(ports[at])])),
  }
}

function portsOf(service: string): readonly string[] {
  return [`${service}_GRPC`, `${service}_MEMBERSHIP`]
}

async function prepareNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' })
  try {
    await ensureNamespace(new Client({ connection, namespace }))
  } finally {
    await connection.close()
  }
}
