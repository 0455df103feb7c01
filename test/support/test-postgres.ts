import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import postgres from 'postgres'
import type { ProvidedContext } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { askGivenPostgres } from '../../src/dev/stack/given-postgres.ts'
import { admitLogin, startPostgres } from '../../src/dev/stack/postgres.ts'
import { Problem } from '../../tools/problem.mjs'
import { withDatabase } from './database-url.ts'

type Setting = { readonly folder: string; readonly env: NodeJS.ProcessEnv }
type TestServer = { readonly provided: ProvidedContext['postgres']; stop(): Promise<void> }

/** The given server, or an embedded one, with a migrated database for the test files to copy. */
export async function startTestPostgres({ folder, env }: Setting): Promise<TestServer> {
  const given = env.DATABASE_OWNER_URL || env.DATABASE_URL
  const server = given ? await prepareGiven(given) : await prepareEmbedded(folder)
  const { ownerUrl, url } = server.provided
  try {
    await migrate(ownerUrl)
    await admitLogin(ownerUrl, url)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function prepareEmbedded(folder: string): Promise<TestServer> {
  const server = await startPostgres({ dataFolder: join(folder, 'postgres'), port: 0, durable: false })
  const { adminUrl, ownerUrl, url } = server
  return { provided: { adminUrl, ownerUrl, url, template: 'drempel' }, stop: () => server.stop() }
}

/** The given user must be able to make databases and roles; what is made here is removed at the end. */
async function prepareGiven(adminUrl: string): Promise<TestServer> {
  await askGivenPostgres(adminUrl)
  const name = `drempel_test_${randomBytes(6).toString('hex')}`
  const password = randomBytes(32).toString('hex')
  await run(adminUrl, [`create role ${name} login password '${password}'`, `create database ${name}`])
  const url = new URL(withDatabase(adminUrl, name))
  url.username = name
  url.password = password
  return {
    provided: { adminUrl, ownerUrl: withDatabase(adminUrl, name), url: url.href, template: name },
    stop: () => run(adminUrl, [`drop database ${name} with (force)`, `drop role ${name}`]),
  }
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined })
  try {
    for (const statement of statements) await sql.unsafe(statement)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const wanted = 'tests make databases and roles of their own, for which this user needs CREATEDB and CREATEROLE'
    throw new Problem(`${reason} (DATABASE_URL, ${new URL(url).host}): ${wanted}`, { cause })
  } finally {
    await sql.end()
  }
}
