import { expect, it } from 'vitest'
import { raiseGeneration } from '../../src/db/reconciliation.ts'
import { claimWakeUps, settleWakeUp } from '../../src/db/wake-ups.ts'
import { testInstallation } from '../support/installation.ts'
import { invite, newPeople } from '../support/people.ts'

// A claim that races with the next generation's commit may read the journey before it and the wake-up after it: seq 2 with
// generation 1, in some of a thousand claims under load. The older story was then woken, and the present one never.
it('keeps a wake-up that went to an older generation, for the present one', async () => {
  const installation = await testInstallation()
  const { engine } = installation.drempel
  await invite(installation, await installation.seedPortal(), newPeople(1))
  const [first] = await claimWakeUps(engine, 1)
  if (first === undefined) throw new Error('nothing was claimed')
  await raiseGeneration(engine, first)
  const [present] = await claimWakeUps(engine, 1)
  expect(present).toMatchObject({ seq: 2, generation: 2 })

  await settleWakeUp(engine, { ...first, seq: 2 })
  const [again] = await claimWakeUps(engine, 1)
  expect(again).toMatchObject({ seq: 2, generation: 2 })

  if (again !== undefined) await settleWakeUp(engine, again)
  expect(await engine.postgres`select from drempel.wakeups`).toHaveLength(0)
})
