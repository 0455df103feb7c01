import { afterAll, describe, expect, it } from 'vitest'
import { openPool } from '../../src/db/client.ts'
import { startPostgres } from '../../src/dev/stack/postgres.ts'
import { openLog } from '../../src/log.ts'
import { startLoop } from '../../src/relay/loop.ts'
import { eventually } from '../support/eventually.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('a delivery loop', () => {
  it('hears notifications although its database was away when it started', async () => {
    const folder = await temporaryFolder('drempel-listen-')
    const start = (port: number) => startPostgres({ dataFolder: folder.path, port, durable: false })
    const first = await start(0)
    await first.stop()
    const pool = openPool(first.adminUrl, 'none')
    let turns = 0
    const loop = startLoop({
      name: 'test',
      channel: 'drempel_test',
      pollMs: 600_000,
      pool,
      log: openLog('silent'),
      turn: async () => {
        turns++
        return 0
      },
    })
    const second = await start(first.port)
    afterAll(async () => {
      await loop.stop()
      await pool.close()
      await second.stop()
      await folder.remove()
    })
    await eventually('it listens', async () => {
      const before = turns
      await pool.postgres`select pg_notify('drempel_test', '')`
      return eventually('it turns', () => turns > before, { withinMs: 500 })
    })
    expect(turns).toBeGreaterThan(1)
  }, 60_000)
})
