import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import postgres from 'postgres'
import type { ProvidedContext } from 'vitest'
import { startCluster } from '../../src/dev/stack/temporal-cluster.ts'
import { serverPrograms } from '../../src/dev/stack/temporal-program.ts'
import type { Setting } from './global-setup.ts'

type Postgres = { readonly provided: ProvidedContext['postgres'] }
type TestServer = { readonly provided: ProvidedContext['temporal']; stop(): Promise<void> }

/** On the PostgreSQL of the run, in databases of its own that go with it. */
export async function startTestCluster({ folder, env, log }: Setting, records: Promise<Postgres>): Promise<TestServer> {
  const programs = await serverPrograms({ env, log })
  const url = (await records).provided.adminUrl
  const { address, databases, stop } = await startCluster({
    programs,
    dataFolder: join(folder, 'temporal'),
    port: 0,
    database: { url, name: `test_temporal_${randomBytes(6).toString('hex')}` },
    namespace: 'drempel',
  })
  return {
    provided: { address },
    stop: async () => {
      await stop()
      await drop(url, databases)
    },
  }
}

async function drop(url: string, databases: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  for (const name of databases) await sql`drop database ${sql(name)} with (force)`
  await sql.end()
}
