import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { inPortal, openPool, reading } from '../../src/db/client.ts'
import { portals } from '../../src/db/schema/all.ts'
import { testDatabase } from '../support/database.ts'

const { url } = await testDatabase()
const pool = openPool(url, 'drempel_app', { max: 1 })
afterAll(() => pool.close())

// drizzle itself asks for unprepared statements, which silently costs every one of them a second round trip.
test('prepares each statement once per connection, in transactions that write and that look', async () => {
  const portalId = crypto.randomUUID()
  for (let n = 0; n < 3; n++) {
    await inPortal(pool, portalId, (tx) => tx.select({ id: portals.id }).from(portals).limit(1))
    await reading(pool, portalId, (tx) => tx.execute(sql`select ${n}::int as looked`))
  }
  const prepared = await pool.postgres<{ statement: string }[]>`select statement from pg_prepared_statements`
  const statements = prepared.map(({ statement }) => statement)
  expect(statements.filter((text) => text.includes('from "drempel"."portals"'))).toHaveLength(1)
  expect(statements.filter((text) => text === 'select $1::int as looked')).toHaveLength(1)
})
