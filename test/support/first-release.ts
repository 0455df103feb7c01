import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import journal from '../../src/db/migrations/meta/_journal.json' with { type: 'json' }
import { withDatabase } from './database-url.ts'

const [first] = journal.entries
if (first === undefined) throw new Error('there is no migration')
const { tag, when } = first
const file = fileURLToPath(new URL(`../../src/db/migrations/${tag}.sql`, import.meta.url))

/** A database as the first release left it, before anything of a later migration: dropped when the test file is done. */
export async function databaseOfFirstRelease() {
  const { adminUrl, ownerUrl, url } = inject('postgres')
  const name = `test_first_${randomBytes(8).toString('hex')}`
  const owner = decodeURIComponent(new URL(ownerUrl).username)
  await run(adminUrl, `create database ${name} template template0 owner "${owner}"`)
  afterAll(() => run(adminUrl, `drop database if exists ${name} with (force)`))
  const at = (login: string) => withDatabase(login, name)
  await migrateFirst(at(ownerUrl))
  return { ownerUrl: at(ownerUrl), url: at(url), adminUrl: at(adminUrl) }
}

/** Written down as drizzle does it, so that the next migration is the second one. */
async function migrateFirst(ownerUrl: string): Promise<void> {
  const statements = await readFile(file, 'utf8')
  const hash = createHash('sha256').update(statements).digest('hex')
  await run(ownerUrl, statements.replaceAll('--> statement-breakpoint', ''))
  await run(
    ownerUrl,
    `create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${when})`,
  )
}

async function run(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}
