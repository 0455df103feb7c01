import { ApplicationFailure } from '@temporalio/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sight } from '../../src/workflows/journey.contract.ts'
import type { OffboardingFactsSeen } from '../../src/workflows/offboarding.contract.ts'
import { eventually } from '../support/eventually.ts'
import { type StoryRunner, storyRunner, type World } from '../support/story.ts'

const day = 24 * 3600_000
const names = {
  look: 'lookAtOffboarding',
  acts: [
    'tellLeavingPlan',
    'remindLeaver',
    'askHelpForLeaver',
    'narrowAccess',
    'announceStatement',
    'chaseStatement',
    'remindOfClosing',
    'closeAccess',
  ],
}

const facts: OffboardingFactsSeen = {
  isOver: false,
  isReady: true,
  isHelpAsked: false,
  isNarrowed: false,
  isChased: false,
  hasStatement: false,
}
const planned: Sight<OffboardingFactsSeen> = {
  seq: 1,
  plan: 1,
  generation: 1,
  open: true,
  outcome: null,
  now: 0,
  // By the command that planned it.
  done: ['plan'],
  facts,
  calendar: {
    'reminder-1': 10 * day,
    'reminder-2': 20 * day,
    warning: 25 * day,
    narrowing: 30 * day,
    statementDue: 90 * day,
    'closing-reminder-1': 92 * day,
    'closing-reminder-2': 115 * day,
    closing: 120 * day,
  },
}

let stories: StoryRunner
beforeAll(async () => {
  stories = await storyRunner()
})
afterAll(() => stories.close())

const begin = (sight: Partial<Sight<OffboardingFactsSeen>> = {}, repeated: readonly string[] = []) =>
  stories.begin('offboarding', { ...planned, ...sight }, { ...names, repeated })

/** Time passes, and the record knows by the clock whether access is over. */
async function passTo(world: World<OffboardingFactsSeen>, days: number, more: Partial<OffboardingFactsSeen> = {}) {
  const now = days * day
  const isOver = now >= (world.sight.calendar.closing ?? Number.POSITIVE_INFINITY)
  world.sight = { ...world.sight, facts: { ...world.sight.facts, ...more, isOver } }
  await world.pass(now - world.sight.now)
}

const done = (world: World<OffboardingFactsSeen>, key: string) => eventually(key, () => world.acts.includes(key))

describe('the story of somebody who leaves', () => {
  it('rests until the last day, narrows, announces the statement, reminds twice and closes, by its own timers', async () => {
    const world = await begin()
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'LAST_DAY', nextDueAt: 30 * day })
    await passTo(world, 30)
    await done(world, '1/narrowed')
    await world.rested()
    await world.change({ facts: { ...facts, isNarrowed: true } })
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'PAYROLL', nextDueAt: 90 * day })
    await world.change({ facts: { ...facts, isNarrowed: true, hasStatement: true } })
    await done(world, '1/statement')
    await passTo(world, 92)
    await done(world, '1/closing-reminder-1')
    await passTo(world, 115)
    await done(world, '1/closing-reminder-2')
    await passTo(world, 120)
    expect(await world.outcome()).toBe('closed')
    expect(world.acts).toEqual([
      '1/narrowed',
      '1/statement',
      '1/closing-reminder-1',
      '1/closing-reminder-2',
      '1/closed',
    ])
  })

  it('reminds whoever would be locked out, and asks HR some days before the last', async () => {
    const world = await begin({ facts: { ...facts, isReady: false } })
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'PERSON', nextDueAt: 10 * day })
    await passTo(world, 10)
    await done(world, '1/reminder-1')
    await passTo(world, 25)
    await done(world, '1/reminder-2')
    expect(world.acts).toEqual(['1/reminder-1', '1/help-leaver', '1/reminder-2'])
    await eventually('it rests for the last day', () => world.rests.at(-1)?.nextDueAt === 30 * day)
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'PERSON' })
  })

  it('goes on reminding after HR was asked, until the last day or until nothing is left to do', async () => {
    const calendar = { ...planned.calendar, warning: 15 * day }
    const world = await begin({
      facts: { ...facts, isReady: false },
      now: 12 * day,
      done: ['plan', 'reminder-1'],
      calendar,
    })
    await world.rested()
    await passTo(world, 15)
    await done(world, '1/help-leaver')
    await eventually('it rests for the next reminder', () => world.rests.at(-1)?.nextDueAt === 20 * day)
    await passTo(world, 20)
    await done(world, '1/reminder-2')
    await world.change({ facts })
    await eventually('it rests for the last day', () => world.rests.at(-1)?.waitingFor === 'LAST_DAY')
  })

  it('reminds no longer when nothing is left to do', async () => {
    const world = await begin({ facts: { ...facts, isReady: false } })
    await world.rested()
    await world.change({ facts })
    await world.rested()
    await passTo(world, 25)
    await world.rested()
    expect(world.acts).toEqual([])
  })

  it('asks HR for help when what was in order, or was put in order, goes wrong before the last day', async () => {
    const world = await begin({ now: 26 * day, done: ['plan', 'reminder-2'] }, ['help-leaver'])
    await world.rested()
    world.decide = () => {
      world.sight = { ...world.sight, facts: { ...world.sight.facts, isHelpAsked: true } }
      return 'done'
    }
    const times = (n: number) => () => world.acts.filter((act) => act === '1/help-leaver').length === n
    await world.change({ facts: { ...facts, isReady: false } })
    await eventually('HR is asked', times(1))
    await eventually('it rests for the person', () => world.rests.at(-1)?.waitingFor === 'PERSON')
    await world.change({ facts })
    await eventually('it rests for the last day', () => world.rests.at(-1)?.waitingFor === 'LAST_DAY')
    await world.change({ facts: { ...facts, isReady: false } })
    await eventually('HR is asked again', times(2))
    await passTo(world, 30)
    await done(world, '1/narrowed')
  })

  it('asks HR for a statement that was published, announced and withdrawn', async () => {
    const world = await begin({ facts: { ...facts, isNarrowed: true, hasStatement: true }, now: 40 * day })
    await done(world, '1/statement')
    await world.rested()
    await world.change({ facts: { ...facts, isNarrowed: true, hasStatement: false } })
    await eventually('it waits for payroll again', () => world.rests.at(-1)?.waitingFor === 'PAYROLL')
    await passTo(world, 90)
    await done(world, '1/chase-statement')
    await passTo(world, 120)
    expect(await world.outcome()).toBe('closed')
  })

  it('asks HR for a statement that is missing in March, and announces it when it comes late', async () => {
    const world = await begin({ facts: { ...facts, isNarrowed: true }, now: 40 * day })
    await world.rested()
    await passTo(world, 90)
    await done(world, '1/chase-statement')
    await world.rested()
    await world.change({ facts: { ...facts, isNarrowed: true, hasStatement: true } })
    await done(world, '1/statement')
  })

  it('closes at once where access is over when it begins: blocked, dead, or long gone', async () => {
    const world = await begin({ facts: { ...facts, isOver: true }, done: [] })
    expect(await world.outcome()).toBe('closed')
    expect(world.acts).toEqual(['1/closed'])
  })

  it('told again from nothing in February, ends up where it was and repeats nothing', async () => {
    const world = await begin({
      now: 60 * day,
      facts: { ...facts, isReady: false, isHelpAsked: true, isNarrowed: true, hasStatement: true },
      done: ['plan', 'reminder-2', 'narrowed', 'statement'],
    })
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'CLOSING', nextDueAt: 92 * day })
    expect(world.acts).toEqual([])
  })

  it('told again after everything was missed, only narrows no more and closes', async () => {
    const world = await begin({ now: 130 * day, facts: { ...facts, isOver: true, isReady: false } })
    expect(await world.outcome()).toBe('closed')
    expect(world.acts).toEqual(['1/closed'])
  })

  it('is told anew for another plan, and sends nothing of the one before', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ plan: 2, calendar: { ...planned.calendar, narrowing: 40 * day } })
    await eventually('the second plan rests', () => world.rests.at(-1)?.nextDueAt === 40 * day)
    await passTo(world, 30)
    expect(world.acts).toEqual([])
  })

  it('ends with the outcome of whoever ended it from outside', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ open: false, outcome: 'rehired' })
    expect(await world.outcome()).toBe('rehired')
  })

  it('looks again when an act finds that something changed', async () => {
    const world = await begin({ facts: { ...facts, isReady: false }, now: 26 * day })
    let tries = 0
    world.decide = () => {
      tries++
      world.sight = { ...world.sight, facts: { ...facts, isReady: true }, seq: world.sight.seq + 1 }
      return 'changed'
    }
    await eventually('it rests for the last day', () => world.rests.at(-1)?.waitingFor === 'LAST_DAY')
    expect(tries).toBeLessThanOrEqual(1)
    expect(world.acts).toEqual([])
  })

  it('is stuck where an act cannot succeed, and goes on when it is retried', async () => {
    const world = await begin({ now: 30 * day })
    world.decide = () => {
      throw ApplicationFailure.nonRetryable('broken', 'BROKEN')
    }
    await eventually('it is stuck', () => world.stuck.length === 1)
    expect(world.stuck).toMatchObject([{ code: 'narrowAccess' }])
    world.decide = () => 'done'
    await world.change({})
    await done(world, '1/narrowed')
  })
})
