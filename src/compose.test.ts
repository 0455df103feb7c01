import { expect, it } from 'vitest'
import { compose } from './compose.ts'
import { readConfig } from './config.ts'
import { proofOfWork } from './providers/robot-check/proof-of-work.ts'
import { solve } from './providers/robot-check/solve.ts'

// The engine's share of five connections was two and a half, which the driver does not survive.
it('divides a pool of any size', async () => {
  const config = readConfig({ DATABASE_URL: 'postgres://localhost/none', DATABASE_POOL: '5' }, 'migrate')
  const { engine, close } = compose(config, 'command')
  expect(engine.postgres.options.max).toBe(2)
  await close()
})

it('lets one process judge the challenge of another, under a key that is not the one that seals', async () => {
  const env = { DATABASE_URL: 'postgres://localhost/none', ROBOT_CHECK_DIFFICULTY: '4' }
  const config = readConfig(env, 'migrate')
  const [one, other] = [compose(config, 'api'), compose(config, 'api')]
  const at = { portalId: 'acme', now: new Date('2026-03-02T10:00:00Z') }
  const { challenge, difficulty, expiresAt } = one.robotCheck.issue(at)
  expect([difficulty, expiresAt]).toEqual([4, new Date('2026-03-02T10:10:00Z')])
  const answer = solve(challenge, difficulty)
  expect(await other.robotCheck.judge(answer, at)).toMatchObject({ isHuman: true })
  const key = config.sealingKeys[0]?.key ?? Buffer.alloc(0)
  expect(await proofOfWork({ key, difficulty, validMinutes: 10 }).judge(answer, at)).toEqual({ isHuman: false })
  await Promise.all([one.close(), other.close()])
})
