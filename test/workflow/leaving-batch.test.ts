import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sight } from '../../src/workflows/journey.contract.ts'
import type { LeavingBatchFactsSeen } from '../../src/workflows/leaving-batch.contract.ts'
import { eventually } from '../support/eventually.ts'
import { recordHistory } from '../support/record-history.ts'
import { type StoryRunner, storyRunner, type World } from '../support/story.ts'

const month = 30 * 24 * 3600_000
const names = { look: 'lookAtLeavingBatch', acts: ['planLeavingChunk', 'endLeavingBatch'], repeated: ['planned'] }
const handedIn: Sight<LeavingBatchFactsSeen> = {
  seq: 1,
  plan: 1,
  generation: 1,
  open: true,
  outcome: null,
  now: 0,
  done: [],
  facts: { waits: true, left: 3 },
  calendar: { expiry: month },
}
const started = { facts: { waits: false, left: 3 }, calendar: {} }

let stories: StoryRunner
beforeAll(async () => {
  stories = await storyRunner()
})
afterAll(() => stories.close())

/** A record that does what the acts do: each plans one, and the brake is pulled where so many are left. */
async function begin(sight: Partial<Sight<LeavingBatchFactsSeen>> = {}, haltsAt = -1) {
  const world = await stories.begin('leavingBatch', { ...handedIn, ...sight }, names)
  world.decide = (call) => {
    if (call.key === 'planned') plan(world, haltsAt)
    return 'done'
  }
  return world
}

function plan(world: World<LeavingBatchFactsSeen>, haltsAt: number): void {
  const left = world.sight.facts.left - 1
  const waits = left === haltsAt
  world.sight = { ...world.sight, facts: { waits, left }, calendar: waits ? { expiry: world.sight.now + month } : {} }
}

describe('the story of a list of leavers', () => {
  it('waits for somebody to start it, plans act by act, and ends', async () => {
    const world = await begin()
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'HR', nextDueAt: month })
    expect(world.acts).toEqual([])
    await world.change(started)
    expect(await world.outcome()).toBe('done')
    expect(world.acts).toEqual(['1/planned', '1/planned', '1/planned', '1/done'])
  })

  it('looks again at the preview as often as it changes, and does nothing of itself', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ facts: { waits: true, left: 5 }, calendar: { expiry: 2 * month } })
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ nextDueAt: 2 * month })
    expect(world.acts).toEqual([])
  })

  it('rests where the brake was pulled, and goes on when somebody resumes', async () => {
    const world = await begin(started, 2)
    await world.rested()
    expect(world.acts).toEqual(['1/planned'])
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'HR', nextDueAt: month })
    await world.change({ facts: { waits: false, left: 2 }, calendar: {} })
    expect(await world.outcome()).toBe('done')
    expect(world.acts).toEqual(['1/planned', '1/planned', '1/planned', '1/done'])
    await recordHistory('leaving-batch-1-resumed', await world.handle.fetchHistory())
  })

  it('expires by its own timer when nobody starts it', async () => {
    const world = await begin()
    await world.rested()
    await world.pass(month)
    expect(await world.outcome()).toBe('expired')
    expect(world.acts).toEqual(['1/expired'])
  })

  it('expires when nobody resumes it', async () => {
    const world = await begin(started, 1)
    await world.rested()
    await world.pass(month)
    expect(await world.outcome()).toBe('expired')
    expect(world.acts).toEqual(['1/planned', '1/planned', '1/expired'])
  })

  it('ends with the journey that HR withdraws', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ open: false, outcome: 'withdrawn' })
    expect(await world.outcome()).toBe('withdrawn')
    expect(world.acts).toEqual([])
  })

  it('is stuck when people cannot be planned, and goes on when somebody retries', async () => {
    const world = await begin(started)
    const { decide } = world
    world.decide = () => Promise.reject(ApplicationFailure.nonRetryable('broken'))
    await eventually('the journey is stuck', () => world.stuck.length > 0)
    expect(world.stuck).toMatchObject([{ code: 'planLeavingChunk' }])
    world.decide = decide
    await world.change({})
    expect(await world.outcome()).toBe('done')
  })
})
