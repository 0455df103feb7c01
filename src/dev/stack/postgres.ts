import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import { endLeftover } from './leftover.ts'
import { onFreePort } from './ports.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { clusterOwner, clusterPlace, createCluster } from './postgres-cluster.ts'
import { startServer, untilReady } from './server-process.ts'

export type PostgresOptions = {
  readonly dataFolder: string
  /** The usual port, or 0 for any; the next free one is taken when something else listens there. */
  readonly port: number
  /** Without durability everything is faster, and lost when the machine stops: for tests. */
  readonly durable: boolean
}

export type EmbeddedPostgres = {
  readonly port: number
  /** The cluster's superuser, for the stack itself and for tests that make databases. */
  readonly adminUrl: string
  /** Owns the database and makes roles: what migrations run as. */
  readonly ownerUrl: string
  /** The login of api and worker; the migrations say what it may become. */
  readonly url: string
  stop(): Promise<void>
}

const durableSettings = { max_connections: '200' }
const fleetingSettings = {
  max_connections: '300',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

export async function startPostgres({ dataFolder, port, durable }: PostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(dataFolder, { recursive: true })
  const cluster = await clusterPlace(dataFolder)
  const owner = clusterOwner(cluster)
  const bin = join(await postgresBinaries(owner), 'bin')
  const command = join(bin, 'postgres')
  const password = await readPassword(join(dataFolder, 'password'))
  if (!existsSync(cluster)) await createCluster({ initdb: join(bin, 'initdb'), cluster, password, owner })
  await endLeftover(join(cluster, 'postmaster.pid'), [command, '-D', cluster])
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    scram_iterations: '1', // the password is 256 random bits, and tests open thousands of connections
    jit: 'off',
    ...(durable ? durableSettings : fleetingSettings),
  }
  return onFreePort(port, async (chosen) => {
    const server = await startServer('PostgreSQL', {
      command,
      args: ['-D', cluster, '-p', String(chosen), ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      env: { LC_ALL: 'C', TZ: 'UTC' },
      ...owner,
      logFile: join(dataFolder, 'postgres.log'),
      pidFile: join(dataFolder, 'postgres.pid'),
    })
    const urlOf = (user: string, database: string) => `postgres://${user}:${password}@127.0.0.1:${chosen}/${database}`
    await untilReady(server, { withinMs: 60_000, probe: () => createRoles(urlOf('postgres', 'postgres'), password) })
    return {
      port: chosen,
      adminUrl: urlOf('postgres', 'postgres'),
      ownerUrl: urlOf('drempel_owner', 'drempel'),
      url: urlOf('drempel', 'drempel'),
      stop: () => server.stop(),
    }
  })
}

async function readPassword(file: string): Promise<string> {
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim()
  const password = randomBytes(32).toString('hex')
  await writeFile(file, password, { mode: 0o600 })
  return password
}

async function createRoles(adminUrl: string, password: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, connect_timeout: 5, onnotice: () => undefined })
  try {
    const roles = await sql<{ rolname: string }[]>`select rolname from pg_roles`
    const isMissing = (role: string) => roles.every(({ rolname }) => rolname !== role)
    if (isMissing('drempel_owner')) {
      await sql.unsafe(`create role drempel_owner login createrole password '${password}'`)
    }
    if (isMissing('drempel')) await sql.unsafe(`create role drempel login password '${password}'`)
    const databases = await sql`select from pg_database where datname = 'drempel'`
    if (databases.length === 0) await sql`create database drempel owner drempel_owner`
  } finally {
    await sql.end()
  }
}

/** After the migrations have made the roles: the login may become each of them, and by itself may do nothing. */
export async function admitLogin(ownerUrl: string, url: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    await sql`grant drempel_app, drempel_engine to ${sql(new URL(url).username)} with inherit false, set true`
  } finally {
    await sql.end()
  }
}
