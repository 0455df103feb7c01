import { expect, it } from 'vitest'
import { startLoop } from '../../src/relay/loop.ts'
import { eventually } from '../support/eventually.ts'
import { testInstallation } from '../support/installation.ts'

// A worker told to stop while Temporal hangs, or while it reconciles a large installation, has seconds.
it('stops within seconds although a turn never ends', async () => {
  const { engine, log } = (await testInstallation()).drempel
  let turns = 0
  const turn = () => {
    turns++
    return new Promise<number>(() => {})
  }
  const loop = startLoop({ name: 'test', channel: 'drempel_test', pollMs: 1_000, pool: engine, log, turn })
  await eventually('a turn begins', () => turns === 1)
  const began = Date.now()
  await loop.stop()
  expect(Date.now() - began).toBeLessThan(10_000)
})
