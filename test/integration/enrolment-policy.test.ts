import { expect, test } from 'vitest'
import { accountHolder } from '../support/account-holder.ts'
import { openScene, setStage } from '../support/scene.ts'
import { flowOf, setPolicy, typePassword } from '../support/second-steps.ts'

const scene = await openScene()
const deadline = new Date('2026-03-16T23:00:00Z')

test('keeps the deadline that somebody was told when the portal gives no grace any more', async () => {
  const stage = await setStage(scene)
  const hr = await accountHolder(scene, stage, { role: 'HR' })
  const colleague = await accountHolder(scene, stage, { role: 'HR' })
  await typePassword(scene, stage, hr)
  await setPolicy(scene, stage, { factors: { graceDays: 0 } })
  const { session, notices } = await typePassword(scene, stage, hr)
  expect(session).not.toBeNull()
  expect(notices).toEqual([{ kind: 'ENROL_FACTOR_BEFORE', at: deadline }])
  expect(flowOf(await typePassword(scene, stage, colleague)).step).toBe('ENROL_FACTOR')
  await scene.travelTo(deadline)
  expect(flowOf(await typePassword(scene, stage, hr)).step).toBe('ENROL_FACTOR')
})
