import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActivationFactsSeen } from '../../src/workflows/account-activation.contract.ts'
import type { Sight } from '../../src/workflows/journey.contract.ts'
import { eventually } from '../support/eventually.ts'
import { type StoryRunner, storyRunner } from '../support/story.ts'

const day = 24 * 3600_000
const names = {
  look: 'lookAtActivation',
  acts: ['sendInvitation', 'sendActivationReminder', 'expireActivation', 'completeActivation'],
}

const invited: Sight<ActivationFactsSeen> = {
  seq: 1,
  plan: 1,
  generation: 1,
  open: true,
  outcome: null,
  now: 0,
  done: [],
  facts: { activated: false, contactProblem: false },
  calendar: { invitation: 0, 'reminder-1': 3 * day, 'reminder-2': 6 * day, expiry: 8 * day },
}

let stories: StoryRunner
beforeAll(async () => {
  stories = await storyRunner()
})
afterAll(() => stories.close())

const begin = (sight: Partial<Sight<ActivationFactsSeen>> = {}) =>
  stories.begin('accountActivation', { ...invited, ...sight }, names)

describe('the story of an activation', () => {
  it('invites, reminds twice and expires, by its own timers', async () => {
    const world = await begin()
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'PERSON', nextDueAt: 3 * day })
    for (const [days, key] of [
      [3, 'reminder-1'],
      [3, 'reminder-2'],
    ] as const) {
      await world.pass(days * day)
      await eventually(key, () => world.acts.includes(`1/${key}`))
    }
    await world.pass(2 * day)
    expect(await world.outcome()).toBe('expired')
    expect(world.acts).toEqual(['1/invitation', '1/reminder-1', '1/reminder-2', '1/expired'])
  })

  it('passes what is done already', async () => {
    const world = await begin({ now: 4 * day, done: ['invitation', 'reminder-1'] })
    await world.rested()
    expect(world.acts).toEqual([])
    expect(world.rests.at(-1)).toMatchObject({ nextDueAt: 6 * day })
  })

  it('waits for the invitation to fall due', async () => {
    const world = await begin({ calendar: { ...invited.calendar, invitation: day } })
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'START_DATE', nextDueAt: day })
    await world.pass(day)
    await eventually('the invitation is sent', () => world.acts.includes('1/invitation'))
  })

  it('ends as activated when the person is done', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ facts: { activated: true, contactProblem: false } })
    expect(await world.outcome()).toBe('activated')
    expect(world.acts).toEqual(['1/invitation', '1/activated'])
  })

  it('sends only the newest of several overdue reminders', async () => {
    const world = await begin({ now: 7 * day, done: ['invitation'] })
    await world.rested()
    expect(world.acts).toEqual(['1/reminder-2'])
  })

  it('expires rather than reminds when both are overdue', async () => {
    const world = await begin({ now: 9 * day, done: ['invitation'] })
    expect(await world.outcome()).toBe('expired')
    expect(world.acts).toEqual(['1/expired'])
  })

  it('tells itself again from the top when it is re-planned', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ plan: 2, done: [], now: day, calendar: { invitation: day, expiry: 9 * day } })
    await eventually('the second plan invites', () => world.acts.includes('2/invitation'))
    await world.rested()
    expect(world.acts).toEqual(['1/invitation', '2/invitation'])
    const { runId } = await world.handle.describe()
    expect(runId).not.toBe('firstExecutionRunId' in world.handle ? world.handle.firstExecutionRunId : runId)
  })

  it('ends when the journey was withdrawn', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ open: false, outcome: 'withdrawn' })
    expect(await world.outcome()).toBe('withdrawn')
  })

  it('gives way to a newer generation', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ generation: 2 })
    expect(await world.outcome()).toBe('superseded')
  })

  it('says that it waits for HR while nothing reaches the person', async () => {
    const world = await begin({ facts: { activated: false, contactProblem: true } })
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'HR' })
  })

  it('looks again when an act finds that something changed', async () => {
    const world = await begin({ now: 9 * day, done: ['invitation'] })
    world.decide = (call) => (call.key === 'expired' && call.seq === 1 ? 'changed' : 'done')
    await eventually('it tried to expire', async () => {
      await world.change({ facts: { activated: true, contactProblem: false } })
      return true
    })
    expect(await world.outcome()).toMatch(/activated|expired/)
  })

  it('is stuck when an act cannot succeed, and goes on at a retry', async () => {
    const { ApplicationFailure } = await import('@temporalio/common')
    const world = await begin({ calendar: { ...invited.calendar, invitation: day } })
    await world.rested()
    world.decide = () => {
      throw ApplicationFailure.nonRetryable('broken', 'TypeError')
    }
    await world.pass(day)
    await eventually('it is stuck', () => world.stuck.length > 0)
    expect(world.stuck).toMatchObject([{ code: 'sendInvitation', seq: 1 }])
    world.decide = () => 'done'
    await world.change({})
    await world.rested()
    expect(world.acts).toEqual(['1/invitation'])
  })

  it('slows down, and is stuck in the end, where an act disagrees with every look', async () => {
    const world = await begin()
    let asked = 0
    world.decide = () => {
      asked++
      return 'changed'
    }
    await eventually('it asked again, and then later', () => asked >= 3)
    await world.pass(60_000)
    await eventually('it is stuck', () => world.stuck.at(-1)?.code === 'invitation')
    expect(asked).toBe(9)
  })
})
