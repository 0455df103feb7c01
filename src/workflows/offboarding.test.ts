import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { leavingAgenda } from '../domain/employments/leaving-agenda.ts'
import { type LeavingCalendar, leavingCalendar, leavingInstants } from '../domain/employments/offboarding.ts'
import { defaultPolicy } from '../domain/portals/policy.ts'
import type { ActCall, RestCall } from './journey.contract.ts'
import { offboarding } from './offboarding.ts'

type World = {
  now: number
  readonly calendar: Readonly<Record<string, number>>
  readonly facts: { readonly isReady: boolean; readonly hasStatement: boolean }
  readonly done: string[]
  readonly told: (readonly [at: number, key: string])[]
}

/** The story itself, by a clock that jumps from rest to rest: what Temporal would do, thousands of times over. */
const stage = vi.hoisted(() => {
  const held: { world: World | undefined } = { world: undefined }
  const world = () => held.world ?? fail('no world')
  const fail = (what: string): never => {
    throw new Error(what)
  }
  const activities = {
    lookAtOffboarding: async () => {
      const { now, calendar, facts, done } = world()
      const isOver = (calendar.closing ?? 0) <= now
      const seen = {
        ...facts,
        isOver,
        isHelpAsked: done.includes('help-leaver'),
        isNarrowed: done.includes('narrowed'),
        isChased: done.includes('chase-statement'),
      }
      return { seq: 1, plan: 1, generation: 1, open: true, outcome: null, now, done: [...done], facts: seen, calendar }
    },
    restJourney: async ({ nextDueAt }: RestCall) => ({
      changed: false,
      waitMs: nextDueAt === null ? fail('nothing is due') : nextDueAt - world().now,
    }),
    markJourneyStuck: async () => fail('stuck'),
  }
  const act = async ({ key }: ActCall) => {
    world().done.push(key)
    world().told.push([world().now, key])
    return 'done'
  }
  const proxy = () =>
    new Proxy({}, { get: (_, name) => (name in activities ? activities[name as keyof typeof activities] : act) })
  const wait = async (_: unknown, ms: number | undefined) => {
    world().now += ms ?? fail('it would wait for somebody')
  }
  return { held, proxy, wait, fail }
})

vi.mock('@temporalio/workflow', () => ({
  proxyActivities: stage.proxy,
  proxyLocalActivities: stage.proxy,
  condition: stage.wait,
  defineSignal: (name: string) => name,
  setHandler: () => undefined,
  workflowInfo: () => ({ historyLength: 0 }),
  continueAsNew: () => stage.fail('continued'),
  isCancellation: () => false,
  ActivityFailure: class {},
}))

type Facts = World['facts'] & { readonly plannedAt: Date; readonly calendar: LeavingCalendar }

async function tellStory({ plannedAt, calendar, ...facts }: Facts) {
  const isOver = calendar.closeAt <= plannedAt
  const done = isOver ? [] : ['plan']
  const told: World['told'] = isOver ? [] : [[plannedAt.getTime(), 'plan']]
  stage.held.world = { now: plannedAt.getTime(), calendar: leavingInstants(calendar), facts, done, told }
  expect(await offboarding({ portalId: 'p', journeyId: 'j', generation: 1 })).toBe('closed')
  // Whose last day was over when it was planned is told so by the plan: rights narrow without a mail.
  const said = told.filter(([, key]) => key !== 'narrowed' || !calendar.isPast)
  return said.map(([at, key]) => `${new Date(at).toISOString()} ${key}`)
}

function agendaOf(facts: Facts) {
  const entries = leavingAgenda({ ...facts, rights: [] })
  return entries.flatMap((entry) => ('key' in entry ? [`${entry.at.toISOString()} ${entry.key}`] : []))
}

const days = (most: number) => fc.array(fc.integer({ min: 1, max: most }), { maxLength: 4 })
const policies = fc.record({
  yearOf: fc.constantFrom('LAST_DAY' as const, 'FIRST_DAY_OUT' as const),
  reminderDays: days(40),
  reminderHour: fc.integer({ min: 0, max: 23 }),
  warnDays: fc.integer({ min: 0, max: 40 }),
  closingReminderDays: days(120),
})
const instants = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2028-12-31T00:00:00Z'),
  noInvalidDate: true,
})
const leavings = fc
  .record({
    plannedAt: instants,
    lastDay: instants.map((date) => date.toISOString().slice(0, 10)),
    policy: fc.oneof(fc.constant({}), policies).map((part) => ({ ...defaultPolicy.offboarding, ...part })),
    extendedTo: fc.option(instants.map((date) => date.toISOString().slice(0, 10))),
    isReady: fc.boolean(),
    hasStatement: fc.boolean(),
  })
  .map(({ policy, lastDay, extendedTo, ...facts }) => ({
    ...facts,
    calendar: leavingCalendar({ cause: 'left', lastDay, extendedTo, plannedAt: facts.plannedAt }, policy),
  }))

describe('the story of somebody who leaves, where nobody does anything about it', () => {
  it('does what its agenda says, at those instants and in that order', async () => {
    await fc.assert(
      fc.asyncProperty(leavings, async (facts) => {
        expect(await tellStory(facts)).toEqual(agendaOf(facts))
      }),
      { numRuns: 2_000 },
    )
  })
})
