import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EnrolmentFactsSeen } from '../../src/workflows/factor-enrolment.contract.ts'
import type { Sight } from '../../src/workflows/journey.contract.ts'
import { eventually } from '../support/eventually.ts'
import { type StoryRunner, storyRunner } from '../support/story.ts'

const day = 24 * 3600_000
const names = {
  look: 'lookAtEnrolment',
  acts: ['askEnrolment', 'remindEnrolment', 'lapseEnrolment', 'completeEnrolment', 'releaseEnrolment'],
}

const asked: Sight<EnrolmentFactsSeen> = {
  seq: 1,
  plan: 1,
  generation: 1,
  open: true,
  outcome: null,
  now: 0,
  // By the sign-in that began it.
  done: ['asked'],
  facts: { enrolled: false, obliged: true },
  calendar: { asking: 0, 'reminder-1': 3 * day, 'reminder-2': 10 * day, deadline: 15 * day },
}

let stories: StoryRunner
beforeAll(async () => {
  stories = await storyRunner()
})
afterAll(() => stories.close())

const begin = (sight: Partial<Sight<EnrolmentFactsSeen>> = {}) =>
  stories.begin('factorEnrolment', { ...asked, ...sight }, names)

describe('the story of an enrolment', () => {
  it('reminds twice and lapses, by its own timers', async () => {
    const world = await begin()
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'PERSON', nextDueAt: 3 * day })
    for (const [days, key] of [
      [3, 'reminder-1'],
      [7, 'reminder-2'],
    ] as const) {
      await world.pass(days * day)
      await eventually(key, () => world.acts.includes(`1/${key}`))
    }
    await world.pass(5 * day)
    expect(await world.outcome()).toBe('lapsed')
    expect(world.acts).toEqual(['1/reminder-1', '1/reminder-2', '1/lapsed'])
  })

  it('ends as enrolled when the person is done', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ facts: { enrolled: true, obliged: true } })
    expect(await world.outcome()).toBe('enrolled')
    expect(world.acts).toEqual(['1/enrolled'])
  })

  it('ends as withdrawn when nothing is asked of the person any more', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ facts: { enrolled: false, obliged: false } })
    expect(await world.outcome()).toBe('withdrawn')
    expect(world.acts).toEqual(['1/withdrawn'])
  })

  it('counts what was set up, whoever is no longer obliged', async () => {
    const world = await begin({ facts: { enrolled: true, obliged: false } })
    expect(await world.outcome()).toBe('enrolled')
  })

  it('lets what was set up count where the deadline has passed as well', async () => {
    const world = await begin({ now: 16 * day, facts: { enrolled: true, obliged: true } })
    expect(await world.outcome()).toBe('enrolled')
    expect(world.acts).toEqual(['1/enrolled'])
  })

  it('sends only the newest of several overdue reminders', async () => {
    const world = await begin({ now: 11 * day })
    await world.rested()
    expect(world.acts).toEqual(['1/reminder-2'])
    expect(world.rests.at(-1)).toMatchObject({ nextDueAt: 15 * day })
  })

  it('lapses rather than reminds when both are overdue', async () => {
    const world = await begin({ now: 16 * day })
    expect(await world.outcome()).toBe('lapsed')
    expect(world.acts).toEqual(['1/lapsed'])
  })

  it('is silent until the time it was postponed to, and then asks anew', async () => {
    const world = await begin()
    await world.rested()
    const later = { asking: 20 * day, 'reminder-1': 23 * day, deadline: 35 * day }
    await world.change({ plan: 2, done: [], calendar: later })
    await eventually('the new plan rests', () => world.rests.at(-1)?.waitingFor === 'START_DATE')
    expect(world.rests.at(-1)).toMatchObject({ nextDueAt: 20 * day })
    await world.pass(20 * day)
    await eventually('the story waits for the person', () => world.rests.at(-1)?.waitingFor === 'PERSON')
    expect(world.acts).toEqual(['2/asked'])
    expect(world.rests.at(-1)).toMatchObject({ nextDueAt: 23 * day })
  })

  it.each([
    ['enrolled', { enrolled: true, obliged: true }],
    ['withdrawn', { enrolled: false, obliged: false }],
  ] as const)('ends as %s while it waits for that time', async (outcome, facts) => {
    const world = await begin({ plan: 2, done: [], calendar: { asking: 20 * day, deadline: 35 * day } })
    await world.rested()
    await world.change({ facts })
    expect(await world.outcome()).toBe(outcome)
    expect(world.acts).toEqual([`2/${outcome}`])
  })

  it('ends when the journey was withdrawn', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ open: false, outcome: 'withdrawn' })
    expect(await world.outcome()).toBe('withdrawn')
    expect(world.acts).toEqual([])
  })

  it('gives way to a newer generation', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ generation: 2 })
    expect(await world.outcome()).toBe('superseded')
  })

  it('looks again where the person was faster than the deadline', async () => {
    const world = await begin({ now: 15 * day })
    world.decide = async ({ key }) => {
      if (key !== 'lapsed') return 'done'
      await world.change({ facts: { enrolled: true, obliged: true } })
      return 'changed'
    }
    expect(await world.outcome()).toBe('enrolled')
    expect(world.acts).toEqual(['1/enrolled'])
  })

  it('is stuck when an act cannot succeed, and goes on at a retry', async () => {
    const world = await begin()
    await world.rested()
    world.decide = () => {
      throw ApplicationFailure.nonRetryable('broken', 'TypeError')
    }
    await world.pass(3 * day)
    await eventually('it is stuck', () => world.stuck.length > 0)
    expect(world.stuck).toMatchObject([{ code: 'remindEnrolment', seq: 1 }])
    world.decide = () => 'done'
    await world.change({})
    await world.rested()
    expect(world.acts).toEqual(['1/reminder-1'])
  })
})
