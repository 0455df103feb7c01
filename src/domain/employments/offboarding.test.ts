import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import { type LeavingFacts, leavingCalendar, leavingInstants } from './offboarding.ts'

const policy = defaultPolicy.offboarding
const at = (text: string) => new Date(text)
const leaving = (lastDay: string, more: Partial<LeavingFacts> = {}): LeavingFacts => ({
  plannedAt: at('2026-11-04T09:00:00Z'),
  cause: 'left',
  lastDay,
  extendedTo: null,
  ...more,
})

describe('the calendar of somebody who leaves', () => {
  it('narrows at midnight after the last day and closes on 1 April of the year after', () => {
    expect(leavingCalendar(leaving('2026-12-31'), policy)).toEqual({
      narrowAt: at('2026-12-31T23:00:00Z'),
      closeAt: at('2027-03-31T22:00:00Z'),
      isPast: false,
      reminders: [at('2026-12-17T08:00:00Z'), at('2026-12-24T08:00:00Z'), at('2026-12-29T08:00:00Z')],
      warnAt: at('2026-12-28T08:00:00Z'),
      statementYear: 2026,
      statementDueAt: at('2027-03-01T08:00:00Z'),
      closingReminders: [at('2027-03-02T08:00:00Z'), at('2027-03-25T08:00:00Z')],
    })
  })

  it('gives three months after 31 December and fifteen after 1 January', () => {
    expect(leavingCalendar(leaving('2026-12-31'), policy).closeAt).toEqual(at('2027-03-31T22:00:00Z'))
    expect(leavingCalendar(leaving('2027-01-01'), policy).closeAt).toEqual(at('2028-03-31T22:00:00Z'))
  })

  it('counts from the first day out where the portal decided so', () => {
    const reading = { ...policy, yearOf: 'FIRST_DAY_OUT' } as const
    expect(leavingCalendar(leaving('2026-12-31'), reading).closeAt).toEqual(at('2028-03-31T22:00:00Z'))
    expect(leavingCalendar(leaving('2026-12-30'), reading).closeAt).toEqual(at('2027-03-31T22:00:00Z'))
  })

  it('extends to the end of a later day, and never shortens', () => {
    const extended = (extendedTo: string) => leavingCalendar(leaving('2026-12-31', { extendedTo }), policy).closeAt
    expect(extended('2027-06-30')).toEqual(at('2027-06-30T22:00:00Z'))
    expect(extended('2027-01-31')).toEqual(at('2027-03-31T22:00:00Z'))
  })

  it('ends everything at once for somebody who was blocked or died', () => {
    for (const cause of ['blocked', 'deceased'] as const) {
      const { narrowAt, closeAt, ...rest } = leavingCalendar(leaving('2026-12-31', { cause }), policy)
      expect([narrowAt, closeAt]).toEqual([at('2026-11-04T09:00:00Z'), at('2026-11-04T09:00:00Z')])
      expect(rest).toMatchObject({ reminders: [], closingReminders: [], statementDueAt: null })
    }
  })

  it('leaves out what lies before the plan, and keeps the ends where they were', () => {
    const late = leaving('2025-12-31', { plannedAt: at('2026-03-20T12:00:00Z') })
    expect(leavingCalendar(late, policy)).toMatchObject({
      narrowAt: at('2025-12-31T23:00:00Z'),
      closeAt: at('2026-03-31T22:00:00Z'),
      reminders: [],
      closingReminders: [at('2026-03-25T08:00:00Z')],
    })
  })

  it('names every instant a story rests for', () => {
    expect(Object.keys(leavingInstants(leavingCalendar(leaving('2026-12-31'), policy)))).toEqual([
      'reminder-1',
      'reminder-2',
      'reminder-3',
      'warning',
      'narrowing',
      'statementDue',
      'closing-reminder-1',
      'closing-reminder-2',
      'closing',
    ])
  })
})

/** Worked out apart from the product: by the rules of summer time, not by a library of time zones. */
function amsterdamMidnight(year: number, month: number, day: number): number {
  const utc = Date.UTC(year, month - 1, day)
  const lastSunday = (ofMonth: number) => {
    const end = new Date(Date.UTC(year, ofMonth, 0))
    return Date.UTC(year, ofMonth - 1, end.getUTCDate() - end.getUTCDay(), 1)
  }
  const candidate = utc - 2 * 3_600_000
  const isSummer = lastSunday(3) <= candidate && candidate < lastSunday(10)
  return isSummer ? candidate : utc - 3_600_000
}

const days = fc
  .date({ min: at('2000-01-01T12:00:00Z'), max: at('2090-12-31T12:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('the calendar against a second computation', () => {
  it('agrees on midnight after the last day and on 1 April, whatever the day', () => {
    fc.assert(
      fc.property(days, (lastDay) => {
        const [year = 0, month = 0, day = 0] = lastDay.split('-').map(Number)
        const next = new Date(Date.UTC(year, month - 1, day + 1))
        const { narrowAt, closeAt } = leavingCalendar(leaving(lastDay), policy)
        const midnight = amsterdamMidnight(next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate())
        expect(narrowAt.getTime()).toBe(midnight)
        expect(closeAt.getTime()).toBe(amsterdamMidnight(year + 1, 4, 1))
        // Always summer time by then.
        expect(closeAt.toISOString()).toBe(`${year + 1}-03-31T22:00:00.000Z`)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['the night the clock goes forward', '2026-03-28', '2026-03-28T23:00:00.000Z'],
    ['the day that has 23 hours', '2026-03-29', '2026-03-29T22:00:00.000Z'],
    ['the night the clock goes back', '2026-10-24', '2026-10-24T22:00:00.000Z'],
    ['the day that has 25 hours', '2026-10-25', '2026-10-25T23:00:00.000Z'],
    ['the day before a leap day', '2028-02-28', '2028-02-28T23:00:00.000Z'],
    ['a leap day', '2028-02-29', '2028-02-29T23:00:00.000Z'],
    ['the end of a year', '2027-12-31', '2027-12-31T23:00:00.000Z'],
  ])('narrows after %s', (_name, lastDay, narrowAt) => {
    expect(leavingCalendar(leaving(lastDay), policy).narrowAt.toISOString()).toBe(narrowAt)
  })

  it('closes after it narrows, and reminds in between alone', () => {
    const plans = fc.date({ min: at('2000-01-01T00:00:00Z'), max: at('2091-12-31T00:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(days, plans, (lastDay, plannedAt) => {
        const calendar = leavingCalendar(leaving(lastDay, { plannedAt }), policy)
        expect(calendar.narrowAt < calendar.closeAt).toBe(true)
        for (const instant of calendar.reminders) {
          expect(plannedAt < instant && instant < calendar.narrowAt).toBe(true)
        }
        for (const instant of calendar.closingReminders) {
          expect(plannedAt < instant && calendar.narrowAt < instant && instant < calendar.closeAt).toBe(true)
        }
      }),
    )
  })
})
