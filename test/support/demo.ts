import postgres from 'postgres'
import { afterAll } from 'vitest'
import { openPool, type Pool } from '../../src/db/client.ts'
import { installClock } from '../../src/dev/clock.ts'
import type { loadDemo } from '../../src/dev/demo/load.ts'
import { argon2Hashing } from '../../src/providers/hashing/argon2.ts'
import { systemRandom } from '../../src/providers/random/system.ts'
import { sealingWith } from '../../src/providers/sealing/aes-gcm.ts'
import { testDatabase } from './database.ts'

export type DemoDatabase = {
  readonly app: Pool
  readonly engine: Pool
  readonly owner: postgres.Sql
  readonly deps: Parameters<typeof loadDemo>[0]
}

/** A database of this test file's own with a movable clock, and what the demo is loaded with. */
export async function demoDatabase(): Promise<DemoDatabase> {
  const { ownerUrl, url } = await testDatabase()
  await installClock(ownerUrl)
  const app = openPool(url, 'drempel_app', { max: 4 })
  const engine = openPool(url, 'drempel_engine', { max: 2 })
  const owner = postgres(ownerUrl, { max: 2, onnotice: () => undefined })
  afterAll(() => Promise.all([app.close(), engine.close(), owner.end()]))
  const hashing = argon2Hashing({ concurrency: 1, queue: 8 })
  const sealing = sealingWith([{ name: 'demo', key: Buffer.alloc(32, 7) }])
  return { app, engine, owner, deps: { ownerUrl, app, hashing, sealing, random: systemRandom } }
}
