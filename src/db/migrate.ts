import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import journal from './migrations/meta/_journal.json' with { type: 'json' }

/** The schema this code was written for: what readiness compares the database with. */
export const schemaVersion = journal.entries.length

// Any number, as long as every release uses the same one.
const migrationLock = 7_300_001

/** Brings a database to the present schema and renews roles and row-level security. Two at once wait for each other. */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await client`select pg_advisory_lock(${migrationLock})`
    const folder = fileURLToPath(new URL('./migrations', import.meta.url))
    await runMigrations(drizzle(client), { migrationsFolder: folder })
    await client.unsafe(await readFile(new URL('./guards.sql', import.meta.url), 'utf8')).simple()
    await client.unsafe(
      `create or replace function drempel.schema_version() returns integer language sql immutable as 'select ${schemaVersion}'`,
    )
  } finally {
    await client.end()
  }
}
