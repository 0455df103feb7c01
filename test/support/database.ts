import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import { withDatabase } from './database-url.ts'

export type TestDatabase = {
  /** As the owner of the tables, who is not held by row-level security only where the server's own superuser is given. */
  readonly ownerUrl: string
  /** As api and worker log in. */
  readonly url: string
  /** As whoever row-level security does not hold: for tests that arrange and look across portals. */
  readonly adminUrl: string
  drop(): Promise<void>
}

/** A migrated, empty database for this test file alone, dropped when the file is done. */
export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl, ownerUrl, url, template } = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  const owner = decodeURIComponent(new URL(ownerUrl).username)
  await run(adminUrl, `create database ${name} template ${template} owner "${owner}" strategy file_copy`)
  const drop = () => run(adminUrl, `drop database if exists ${name} with (force)`)
  afterAll(drop)
  const at = (login: string) => withDatabase(login, name)
  return { ownerUrl: at(ownerUrl), url: at(url), adminUrl: at(adminUrl), drop }
}

async function run(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}
