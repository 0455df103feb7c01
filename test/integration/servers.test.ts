import postgres from 'postgres'
import { expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { testNamespace } from '../support/temporal.ts'

const database = await testDatabase()
const { connection, namespace } = await testNamespace()

test('every test file has a migrated PostgreSQL 18 of its own', async () => {
  const sql = postgres(database.url, { max: 1, connection: { role: 'drempel_app' } })
  try {
    const [row] = await sql<{ version: string; portals: string }[]>`
      select current_setting('server_version_num') as version, (select count(*) from drempel.portals) as portals`
    expect(row?.version).toMatch(/^18/)
    expect(row?.portals).toBe('0')
  } finally {
    await sql.end()
  }
})

test('every test file has a Temporal namespace of its own with the search attributes of journeys', async () => {
  const attributes = await connection.operatorService.listSearchAttributes({ namespace })
  expect(Object.keys(attributes.customAttributes)).toContain('DrempelJourneyId')
})
