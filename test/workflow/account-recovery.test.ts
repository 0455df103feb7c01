import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecoveryFactsSeen } from '../../src/workflows/account-recovery.contract.ts'
import type { Sight } from '../../src/workflows/journey.contract.ts'
import { eventually } from '../support/eventually.ts'
import { type StoryRunner, storyRunner } from '../support/story.ts'

const hour = 3_600_000
const day = 24 * hour
const names = {
  look: 'lookAtRecovery',
  acts: ['askForRecoveryAddress', 'issueRecoveryCode', 'sendRecoveryReminder', 'expireRecovery', 'completeRecovery'],
}

type Seen = Sight<RecoveryFactsSeen>

const asked: Seen = {
  seq: 1,
  plan: 1,
  generation: 1,
  open: true,
  outcome: null,
  now: 0,
  done: ['notice-mail', 'notice-sms-1', 'approve-recovery-1'],
  facts: { approved: false, reachable: true, issuable: false, recovered: false },
  calendar: { approveBefore: 2 * day },
}

const waiting: Partial<Seen> = {
  facts: { ...asked.facts, approved: true },
  calendar: { ...asked.calendar, issue: day, 'correct-email-1': day, issueBefore: 3 * day },
}

/** The code is due, and can leave. */
const due: Partial<Seen> = { ...waiting, now: day, facts: { ...asked.facts, approved: true, issuable: true } }

/** It has left. */
const sent: Partial<Seen> = {
  ...due,
  done: [...asked.done, 'recovery-code'],
  calendar: { ...waiting.calendar, 'reminder-1': 1.5 * day, end: 2 * day + hour },
}

const unreachable = { ...asked.facts, approved: true, reachable: false }

let stories: StoryRunner
beforeAll(async () => {
  stories = await storyRunner()
})
afterAll(() => stories.close())

const begin = (sight: Partial<Seen> = {}) => stories.begin('accountRecovery', { ...asked, ...sight }, names)

describe('the story of a recovery', () => {
  it('waits for a second one of the desk, then for the person to object, then for them to use the code', async () => {
    const world = await begin()
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'SERVICE_DESK', nextDueAt: 2 * day })
    await world.change(waiting)
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'WAITING_TIME', nextDueAt: day })
    expect(world.acts).toEqual([])
    world.sight = { ...world.sight, facts: { ...asked.facts, approved: true, issuable: true } }
    await world.pass(day)
    await eventually('the code goes out', () => world.acts.includes('1/recovery-code'))
    await world.change(sent)
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'PERSON', nextDueAt: 1.5 * day })
    await world.change({ facts: { ...asked.facts, approved: true, issuable: true, recovered: true } })
    expect(await world.outcome()).toBe('recovered')
    expect(world.acts).toEqual(['1/recovery-code', '1/recovered'])
  })

  it('expires when nobody approves in time', async () => {
    const world = await begin()
    await world.rested()
    await world.pass(2 * day)
    expect(await world.outcome()).toBe('expired')
    expect(world.acts).toEqual(['1/expired'])
  })

  it('reminds once, and expires when the code is not used', async () => {
    const world = await begin(sent)
    await world.rested()
    await world.pass(0.5 * day)
    await eventually('the reminder', () => world.acts.includes('1/reminder-1'))
    await world.pass(0.5 * day + hour)
    expect(await world.outcome()).toBe('expired')
    expect(world.acts).toEqual(['1/reminder-1', '1/expired'])
  })

  it('asks HR once when the code is due and reaches nobody, and expires when that stays so', async () => {
    const world = await begin({ ...waiting, now: day, facts: unreachable })
    await world.rested()
    expect(world.acts).toEqual(['1/correct-email-1'])
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'HR', nextDueAt: 3 * day })
    await world.pass(2 * day)
    expect(await world.outcome()).toBe('expired')
    expect(world.acts).toEqual(['1/correct-email-1', '1/expired'])
  })

  it('asks HR for nothing that a bounce has asked already', async () => {
    const world = await begin({ ...waiting, now: day, facts: unreachable, done: [...asked.done, 'correct-email-1'] })
    await world.rested()
    expect(world.acts).toEqual([])
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'HR' })
  })

  it('sends the code when the address works again', async () => {
    const world = await begin({ ...waiting, now: day, facts: unreachable, done: [...asked.done, 'correct-email-1'] })
    await world.rested()
    await world.change(due)
    await eventually('the code goes out', () => world.acts.includes('1/recovery-code'))
  })

  it('looks again while the notice has not left, and gives up in the end', async () => {
    const late = { ...waiting.calendar, issue: day + hour / 4 }
    const world = await begin({
      ...waiting,
      now: day,
      calendar: { approveBefore: 2 * day, issue: late.issue, issueBefore: 3 * day },
    })
    await world.rested()
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'WAITING_TIME', nextDueAt: day + hour / 4 })
    await world.change({ now: 3 * day, calendar: { approveBefore: 2 * day, issue: 3 * day, issueBefore: 3 * day } })
    expect(await world.outcome()).toBe('expired')
    expect(world.acts).toEqual(['1/expired'])
  })

  it.each([
    ['waits for the desk', asked],
    ['waits for the person to object', waiting],
    ['waits for the code to be used', sent],
  ])('ends when somebody objects while it %s', async (_phase, sight) => {
    const world = await begin(sight)
    await world.rested()
    await world.change({ open: false, outcome: 'objected' })
    expect(await world.outcome()).toBe('objected')
    expect(world.acts).toEqual([])
  })

  it('ends when the desk withdraws it', async () => {
    const world = await begin(waiting)
    await world.rested()
    await world.change({ open: false, outcome: 'withdrawn' })
    expect(await world.outcome()).toBe('withdrawn')
  })

  it('looks again when an objection comes as the code is to go out', async () => {
    const world = await begin(waiting)
    await world.rested()
    world.decide = async () => {
      await world.change({ open: false, outcome: 'objected' })
      return 'changed' as const
    }
    world.sight = { ...world.sight, facts: { ...asked.facts, approved: true, issuable: true } }
    await world.pass(day)
    expect(await world.outcome()).toBe('objected')
    expect(world.acts).toEqual([])
  })

  it('completes rather than expires when the person was in time', async () => {
    const world = await begin({ ...sent, now: 3 * day, facts: { ...asked.facts, approved: true, issuable: true } })
    world.decide = async (call) => {
      if (call.key !== 'expired') return 'done'
      await world.change({ facts: { ...asked.facts, approved: true, issuable: true, recovered: true } })
      return 'changed'
    }
    expect(await world.outcome()).toBe('recovered')
    expect(world.acts.at(-1)).toBe('1/recovered')
  })

  it('passes what is done already when it is begun in the middle', async () => {
    const world = await begin({ ...sent, now: 1.75 * day, done: [...(sent.done ?? []), 'reminder-1'] })
    await world.rested()
    expect(world.acts).toEqual([])
    expect(world.rests.at(-1)).toMatchObject({ waitingFor: 'PERSON', nextDueAt: 2 * day + hour })
  })

  it('gives way to a newer generation', async () => {
    const world = await begin()
    await world.rested()
    await world.change({ generation: 2 })
    expect(await world.outcome()).toBe('superseded')
  })

  it.each([
    ['issueRecoveryCode', due],
    ['expireRecovery', { now: 2 * day }],
    ['completeRecovery', { ...sent, facts: { approved: true, reachable: true, issuable: true, recovered: true } }],
  ] as const)('is stuck when %s cannot succeed, and goes on at a retry', async (name, sight) => {
    const { ApplicationFailure } = await import('@temporalio/common')
    const world = await begin()
    await world.rested()
    world.decide = () => {
      throw ApplicationFailure.nonRetryable('broken', 'TypeError')
    }
    await world.change({ ...asked, ...sight })
    await eventually('it is stuck', () => world.stuck.length > 0)
    expect(world.stuck).toMatchObject([{ code: name, seq: 2 }])
    world.decide = () => 'done'
    await world.change({})
    await eventually('it goes on', () => world.acts.length > 0)
  })
})
