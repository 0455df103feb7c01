import postgres from 'postgres'
import { Problem } from '../../../tools/problem.mjs'
import { logTail, startServer } from './server-process.ts'

export type Opening = {
  /** Of the user whose databases they are; without them it makes them, for which it needs CREATEDB. */
  readonly url: string
  /** Of the server's own database; the other one is called after it. */
  readonly name: string
  readonly sqlTool: string
  readonly logFile: string
  readonly pidFile: string
}

export type TemporalDatabases = {
  readonly login: Login
  /** What workflows are kept in, and what lists of them are searched in. */
  readonly names: { readonly record: string; readonly visibility: string }
  /** Lets another server have them. */
  release(): Promise<void>
}

// Known to the schema tool.
export const plugin = 'postgres12_pgx'
const schemas = { record: 'postgresql/v12/temporal', visibility: 'postgresql/v12/visibility' } as const

/**
 * The two databases of one Temporal server, made where they are missing and brought to its schema. They are held as long as
 * the server runs: a second one on the same databases would take itself for a part of the first.
 */
export async function openTemporalDatabases(opening: Opening): Promise<TemporalDatabases> {
  const { url, name } = opening
  const login = loginOf(url)
  const names = { record: name, visibility: `${name}_visibility` }
  // One connection for good: the lock is its own.
  const sql = postgres(url, { max: 1, max_lifetime: null, connect_timeout: 5, onnotice: () => undefined })
  try {
    const [row] = await sql<{ held: boolean }[]>`
      select pg_try_advisory_lock(hashtext('drempel-temporal'), hashtext(${name})) as held`
    if (row?.held !== true) {
      throw new Problem(
        `a Temporal server runs on database ${name} at ${new URL(url).host} already: stop that one first`,
      )
    }
    for (const kind of ['record', 'visibility'] as const) {
      if (await makeDatabase(sql, names[kind]))
        await runTool({ ...opening, login }, names[kind], ['setup-schema', '-v', '0.0'])
      await runTool({ ...opening, login }, names[kind], ['update-schema', '--schema-name', schemas[kind]])
    }
    return { login, names, release: () => sql.end({ timeout: 5 }) }
  } catch (error) {
    await sql.end({ timeout: 5 })
    throw error
  }
}

/** Whether it was missing. One that an administrator made beforehand is empty too. */
async function makeDatabase(sql: postgres.Sql, name: string): Promise<boolean> {
  const found = await sql`select from pg_database where datname = ${name}`
  if (found.length > 0) return false
  await sql`create database ${sql(name)}`.catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const remedy = 'give it CREATEDB, or make the database beforehand with this user as its owner'
    throw new Problem(`database ${name} cannot be made by this user: ${reason}; ${remedy}`, { cause })
  })
  return true
}

/** Under a guard, as the servers: Ctrl-C would leave half a schema. What it needs to know goes unseen, by environment. */
async function runTool(
  { sqlTool, login, logFile, pidFile }: Opening & { readonly login: Login },
  database: string,
  args: readonly string[],
): Promise<void> {
  const { host, port, user, password } = login
  const server = { SQL_HOST: host, SQL_PORT: port, SQL_USER: user, SQL_PASSWORD: password }
  const env = { ...server, SQL_DATABASE: database, SQL_PLUGIN: plugin }
  const tool = await startServer('temporal-sql-tool', { command: sqlTool, args, env, logFile, pidFile })
  if ((await tool.ended) === 0) return
  const remedy = 'No journey hangs on it: drop the database and start again, and reconciliation fills it'
  throw new Problem(`the schema of database ${database} could not be updated:\n${await logTail(logFile)}\n${remedy}`)
}

export type Login = {
  readonly host: string
  readonly port: string
  readonly user: string
  readonly password: string
}

export function loginOf(url: string): Login {
  const { hostname, port, username, password, searchParams } = new URL(url)
  if (!['disable', null].includes(searchParams.get('sslmode'))) {
    throw new Problem(
      'Temporal is given its PostgreSQL without TLS here: name one that needs none, and leave sslmode out',
    )
  }
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)]
  return { host: hostname, port: port || '5432', user, password: secret }
}
