import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import { localDate, localInstant } from '../time.ts'
import { type EnrolmentStatus, enrolmentCalendar, enrolmentInstants, isObliged, obligationOf } from './enrolment.ts'

const policy = defaultPolicy.factors
const at = (text: string) => new Date(text)
const facts = { plannedAt: at('2026-03-02T10:00:00Z'), postponedUntil: null }
const anyInstant = fc.date({ min: at('2026-01-01'), max: at('2028-12-31'), noInvalidDate: true })
const anyPolicy = fc
  .record({
    graceDays: fc.integer({ min: 1, max: 90 }),
    reminderHour: fc.integer({ min: 0, max: 23 }),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { maxLength: 10 }),
  })
  .map(({ days, ...some }) => ({ ...policy, ...some, reminderDays: days.filter((day) => day <= some.graceDays) }))

describe('the calendar of an enrolment', () => {
  it('asks at once, reminds in the morning of local days and ends after the whole last day', () => {
    expect(enrolmentCalendar(facts, policy)).toEqual({
      askAt: facts.plannedAt,
      reminders: [at('2026-03-05T08:00:00Z'), at('2026-03-12T08:00:00Z')],
      deadlineAt: at('2026-03-16T23:00:00Z'),
    })
  })

  it('keeps its hours on the wall while the clock changes', () => {
    const { reminders, deadlineAt } = enrolmentCalendar({ ...facts, plannedAt: at('2026-03-26T10:00:00Z') }, policy)
    expect(reminders).toEqual([at('2026-03-29T07:00:00Z'), at('2026-04-05T07:00:00Z')])
    expect(deadlineAt).toEqual(at('2026-04-09T22:00:00Z'))
  })

  it('counts its days from the instant it was postponed to, unless that lies behind', () => {
    const until = (postponedUntil: Date) => enrolmentCalendar({ ...facts, postponedUntil }, policy)
    expect(until(at('2026-05-01T07:00:00Z'))).toEqual({
      askAt: at('2026-05-01T07:00:00Z'),
      reminders: [at('2026-05-04T07:00:00Z'), at('2026-05-11T07:00:00Z')],
      deadlineAt: at('2026-05-15T22:00:00Z'),
    })
    expect(until(at('2026-02-01T07:00:00Z')).askAt).toEqual(facts.plannedAt)
  })

  it('sorts reminders, whatever the order they are written in', () => {
    const { reminders } = enrolmentCalendar(facts, { ...policy, reminderDays: [10, 3] })
    expect(reminders).toEqual(enrolmentCalendar(facts, policy).reminders)
  })

  it('never reminds before it asks or after the deadline, and always leaves whole days', () => {
    fc.assert(
      fc.property(anyInstant, fc.option(anyInstant), anyPolicy, (plannedAt, postponedUntil, rules) => {
        const { askAt, reminders, deadlineAt } = enrolmentCalendar({ plannedAt, postponedUntil }, rules)
        const order = [askAt, ...reminders, deadlineAt].map((instant) => instant.getTime())
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        expect(deadlineAt).toEqual(localInstant(localDate(deadlineAt)))
        expect(deadlineAt.getTime() - askAt.getTime()).toBeGreaterThanOrEqual(rules.graceDays * 86_400_000 - 3_600_000)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the instants its story rests for', () => {
  const calendar = enrolmentCalendar(facts, policy)

  it('names them', () => {
    expect(enrolmentInstants(calendar, { mailBounces: false })).toEqual({
      asking: Date.parse('2026-03-02T10:00:00Z'),
      'reminder-1': Date.parse('2026-03-05T08:00:00Z'),
      'reminder-2': Date.parse('2026-03-12T08:00:00Z'),
      deadline: Date.parse('2026-03-16T23:00:00Z'),
    })
  })

  it('reminds nobody by a mail that comes back', () => {
    expect(Object.keys(enrolmentInstants(calendar, { mailBounces: true }))).toEqual(['asking', 'deadline'])
  })
})

describe('who is obliged', () => {
  const now = at('2026-03-02T10:00:00Z')

  it.each([
    ['everyone', [], true],
    ['everyone', ['EMPLOYEE'], true],
    ['elevated', ['EMPLOYEE'], false],
    ['elevated', ['EMPLOYEE', 'APPROVER'], true],
    ['elevated', ['EX_EMPLOYEE'], false],
    ['elevated', [], false],
    ['nobody', ['HR'], false],
  ] as const)('says for %s with %j: %s', (obligatoryFor, roles, obliged) => {
    expect(isObliged({ ...policy, obligatoryFor }, roles, now)).toBe(obliged)
  })

  it('obliges nobody before the first local day, and from its midnight on', () => {
    const from = { ...policy, obligatoryFrom: '2026-03-10' }
    expect(isObliged(from, ['HR'], at('2026-03-09T22:59:59.999Z'))).toBe(false)
    expect(isObliged(from, ['HR'], at('2026-03-09T23:00:00Z'))).toBe(true)
  })
})

describe('what a sign-in asks of somebody', () => {
  const now = at('2026-03-02T10:00:00Z')
  const deadlineAt = at('2026-03-16T23:00:00Z')
  const obliged = { isObliged: true, hasFactor: false, graceDays: 14, asked: null }
  const askedAs = (status: EnrolmentStatus) => ({ ...obliged, asked: { deadlineAt, status } })

  it.each([
    ['nothing of whoever is not obliged', { ...obliged, isObliged: false }, 'none'],
    ['nothing of whoever has a factor, also after a lapse', { ...askedAs('lapsed'), hasFactor: true }, 'none'],
    ['a factor at once where there is no grace', { ...obliged, graceDays: 0 }, 'now'],
    ['it the first time with all days of grace', obliged, 'begin'],
    ['it anew where HR withdrew it', askedAs('withdrawn'), 'begin'],
    ['it later while grace runs', askedAs('asked'), 'later'],
    [
      'it later while grace runs, also where the portal gives none any more',
      { ...askedAs('asked'), graceDays: 0 },
      'later',
    ],
    ['it now where it lapsed', askedAs('lapsed'), 'now'],
    ['it now where a factor was set up and is gone', askedAs('enrolled'), 'now'],
  ] as const)('asks %s', (_what, some, obligation) => {
    expect(obligationOf(some, now)).toBe(obligation)
  })

  it('closes the door by the clock, whether the story told it or not', () => {
    expect(obligationOf(askedAs('asked'), new Date(deadlineAt.getTime() - 1))).toBe('later')
    expect(obligationOf(askedAs('asked'), deadlineAt)).toBe('now')
  })

  it('never lets anybody obliged off without a factor', () => {
    const anyStatus = fc.constantFrom<EnrolmentStatus>('asked', 'enrolled', 'lapsed', 'withdrawn')
    const anyAsked = fc.option(fc.record({ deadlineAt: anyInstant, status: anyStatus }))
    fc.assert(
      fc.property(anyAsked, fc.integer({ min: 0, max: 90 }), anyInstant, (asked, graceDays, then) => {
        const obligation = obligationOf({ isObliged: true, hasFactor: false, graceDays, asked }, then)
        expect(['begin', 'later', 'now']).toContain(obligation)
        if (obligation === 'later') expect(asked !== null && then < asked.deadlineAt).toBe(true)
      }),
    )
  })
})
