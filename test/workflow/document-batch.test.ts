import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BatchFactsSeen } from '../../src/workflows/document-batch.contract.ts'
import type { Sight } from '../../src/workflows/journey.contract.ts'
import { eventually } from '../support/eventually.ts'
import { type StoryRunner, storyRunner, type World } from '../support/story.ts'

const day = 24 * 3600_000
const names = {
  look: 'lookAtBatch',
  acts: ['closeForgottenBatch', 'tellBatch', 'remindBatch', 'endBatch'],
  repeated: ['told'],
}
const facts: BatchFactsSeen = { closed: false, waiting: 3, told: 0, unread: 0 }
const opened: Sight<BatchFactsSeen> = {
  seq: 1,
  plan: 1,
  generation: 1,
  open: true,
  outcome: null,
  now: 0,
  done: [],
  facts,
  calendar: { closing: day },
}
const afterClosing = { closing: day, telling: 0, 'reminder-1': 2 * day, 'reminder-2': 5 * day, end: 6 * day }

let stories: StoryRunner
beforeAll(async () => {
  stories = await storyRunner()
})
afterAll(() => stories.close())

/** A record that does what the acts do: each telling is about one person, and nobody opens anything. */
async function begin(sight: Partial<Sight<BatchFactsSeen>> = {}): Promise<World<BatchFactsSeen>> {
  const world = await stories.begin('documentBatch', { ...opened, ...sight }, names)
  world.decide = (call) => {
    const now = world.sight
    if (call.key === 'told' && now.facts.waiting > 0) {
      const { waiting, told, unread } = now.facts
      world.sight = { ...now, facts: { ...now.facts, waiting: waiting - 1, told: told + 1, unread: unread + 1 } }
    }
    if (call.key === 'closed') world.sight = { ...now, facts: { ...now.facts, closed: true }, calendar: afterClosing }
    return 'done'
  }
  return world
}

const closed = { facts: { ...facts, closed: true }, calendar: afterClosing }
describe('the story of a batch', () => {
  it('waits for the system, tells everybody act by act, reminds twice and ends', async () => {
    const world = await begin()
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'SYSTEM', nextDueAt: day })
    await world.change(closed)
    await world.rested()
    expect(world.acts).toEqual(['1/told', '1/told', '1/told'])
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'PEOPLE', nextDueAt: 2 * day })
    await world.pass(2 * day)
    await eventually('reminder-1', () => world.acts.includes('1/reminder-1'))
    await world.pass(3 * day)
    await eventually('reminder-2', () => world.acts.includes('1/reminder-2'))
    await world.pass(day)
    expect(await world.outcome()).toBe('told')
    expect(world.acts.slice(3)).toEqual(['1/reminder-1', '1/reminder-2', '1/told'])
  })

  it('closes a batch that was forgotten, by its own timer', async () => {
    const world = await begin()
    await world.rested()
    await world.pass(day)
    await eventually('people are told', () => world.acts.filter((act) => act === '1/told').length === 3)
    expect(world.acts[0]).toBe('1/closed')
  })

  it('rests until the moment it was postponed to', async () => {
    const world = await begin({ ...closed, calendar: { ...afterClosing, telling: day } })
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'START_DATE', nextDueAt: day })
    expect(world.acts).toEqual([])
    await world.pass(day)
    await eventually('people are told', () => world.acts.length === 3)
  })

  it('ends as opened when nothing is left unread, found at the next instant', async () => {
    const world = await begin(closed)
    await world.rested()
    await world.change({ facts: { closed: true, waiting: 0, told: 3, unread: 0 } })
    expect(await world.outcome()).toBe('opened')
    expect(world.acts).toEqual(['1/told', '1/told', '1/told', '1/opened'])
  })

  it('sends of two overdue reminders the newest alone, as often as it takes', async () => {
    const facts = { closed: true, waiting: 0, told: 3, unread: 3 }
    const world = await stories.begin('documentBatch', { ...opened, ...closed, facts, now: 5 * day }, names)
    await eventually('a reminder', () => world.acts.includes('1/reminder-2'))
    await world.rested()
    expect(world.acts).toEqual(['1/reminder-2'])
  })

  it('ends where nobody had to be told', async () => {
    const nobody = { closed: true, waiting: 0, told: 0, unread: 0 }
    const world = await stories.begin('documentBatch', { ...opened, ...closed, facts: nobody }, names)
    expect(await world.outcome()).toBe('told')
    expect(world.acts).toEqual(['1/told'])
  })

  it('ends with the journey that HR withdraws', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ open: false, outcome: 'withdrawn' })
    expect(await world.outcome()).toBe('withdrawn')
    expect(world.acts).toEqual([])
  })

  it('is stuck when people cannot be told, and goes on when somebody retries', async () => {
    const world = await begin(closed)
    const { decide } = world
    world.decide = () => Promise.reject(ApplicationFailure.nonRetryable('broken'))
    await eventually('the journey is stuck', () => world.stuck.length > 0)
    expect(world.stuck).toMatchObject([{ code: 'tellBatch' }])
    world.decide = decide
    await world.change({})
    await world.rested()
    expect(world.acts).toEqual(['1/told', '1/told', '1/told'])
  })
})
