import { expect, it } from 'vitest'
import { compose } from './compose.ts'
import { readConfig } from './config.ts'

// The engine's share of five connections was two and a half, which the driver does not survive.
it('divides a pool of any size', async () => {
  const config = readConfig({ DATABASE_URL: 'postgres://localhost/none', DATABASE_POOL: '5' }, 'migrate')
  const { engine, close } = compose(config, 'command')
  expect(engine.postgres.options.max).toBe(2)
  await close()
})
