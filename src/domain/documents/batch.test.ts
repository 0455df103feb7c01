import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import { localDate } from '../time.ts'
import { batchCalendar, batchInstants, outcomeFor, whyUntold } from './batch.ts'

const policy = { ...defaultPolicy.documents, reminderDays: [5, 2], reminderHour: 9 }
const addedAt = new Date('2026-03-25T10:00:00Z')
const closedAt = new Date('2026-03-25T12:00:00Z')
const facts = { addedAt, closedAt, postponedUntil: null, toldAt: null }

describe('the calendar of a batch', () => {
  it('knows only when it closes by itself, until it is closed', () => {
    const calendar = batchCalendar({ ...facts, closedAt: null }, policy)
    expect(batchInstants(calendar)).toEqual({ closing: Date.parse('2026-03-26T10:00:00Z') })
  })

  it('reminds on mornings in Amsterdam, also past the change to summer time', () => {
    const calendar = batchCalendar(facts, policy)
    expect(batchInstants(calendar)).toEqual({
      closing: Date.parse('2026-03-26T10:00:00Z'),
      telling: closedAt.getTime(),
      'reminder-1': Date.parse('2026-03-27T08:00:00Z'),
      'reminder-2': Date.parse('2026-03-30T07:00:00Z'),
      end: Date.parse('2026-03-30T22:00:00Z'),
    })
  })

  it('ends with telling where nobody is reminded', () => {
    const { tellAt, endAt } = batchCalendar(facts, defaultPolicy.documents)
    expect([tellAt, endAt]).toEqual([closedAt, closedAt])
  })

  it('counts from the moment it was postponed to, and never tells before it is closed', () => {
    const later = new Date('2026-04-01T06:00:00Z')
    const calendar = batchCalendar({ ...facts, postponedUntil: later }, policy)
    expect([calendar.tellAt, calendar.reminders[0]]).toEqual([later, new Date('2026-04-03T07:00:00Z')])
    expect(batchCalendar({ ...facts, postponedUntil: addedAt }, policy).tellAt).toEqual(closedAt)
  })

  it('counts the days of reminding from when people were told, where that was late', () => {
    const late = { ...facts, toldAt: new Date('2026-03-28T23:30:00Z') }
    expect(batchInstants(batchCalendar(late, policy))).toEqual({
      closing: Date.parse('2026-03-26T10:00:00Z'),
      telling: closedAt.getTime(),
      'reminder-1': Date.parse('2026-03-31T07:00:00Z'),
      'reminder-2': Date.parse('2026-04-03T07:00:00Z'),
      end: Date.parse('2026-04-03T22:00:00Z'),
    })
  })

  it('runs forward, whatever the policy', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 366 }), { maxLength: 10 })
    const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 0, max: 23 }),
        instants,
        instants,
        (reminderDays, reminderHour, at, toldAt) => {
          const asked = { ...policy, reminderDays, reminderHour }
          const { tellAt, reminders, endAt } = batchCalendar({ ...facts, closedAt: at, toldAt }, asked)
          const all = [tellAt, ...reminders, endAt].map((instant) => instant?.getTime() ?? Number.NaN)
          expect(all).toEqual(all.toSorted((a, b) => a - b))
          expect(new Set(reminders.map(localDate)).size).toBe(reminderDays.length)
        },
      ),
    )
  })
})

describe('what an item is to its person', () => {
  const [unheard, known] = [
    { isNews: true, isKnown: false },
    { isNews: true, isKnown: true },
  ]
  it.each([
    ['what everybody was told of', 'REPEATED', undefined, 'REPEATED'],
    ['what nobody was told of', 'REPEATED', unheard, 'PUBLISHED'],
    ['a correction that nobody was told of', 'REPEATED', known, 'CORRECTED'],
    ['what was put right and told of since', 'REPEATED', { isNews: false, isKnown: true }, 'REPEATED'],
    ['a correction', 'CORRECTED', undefined, 'CORRECTED'],
    ['a correction of what they never heard of', 'CORRECTED', { isNews: false, isKnown: false }, 'PUBLISHED'],
    ['a refusal', 'REFUSED', undefined, 'REFUSED'],
  ] as const)('of %s', (_what, outcome, hushed, expected) => {
    expect(outcomeFor(outcome, hushed)).toBe(expected)
  })
})

describe('whether somebody is told', () => {
  const reader = { accountStatus: 'active', grants: [{ role: 'EX_EMPLOYEE', organisationId: 'here' }] } as const
  const payslip = { kind: 'PAYSLIP', isWithdrawn: false } as const

  it.each([
    ['of what they may see', reader, payslip, null],
    ['not of what was withdrawn', reader, { ...payslip, isWithdrawn: true }, 'DOCUMENT_WITHDRAWN'],
    ['not before they can sign in', { ...reader, accountStatus: 'invited' as const }, payslip, 'ACCOUNT_NOT_ACTIVE'],
    ['not of what is no longer theirs to see', reader, { ...payslip, kind: 'CONTRACT' as const }, 'NO_ACCESS'],
    ['not without a right', { ...reader, grants: [] }, payslip, 'NO_ACCESS'],
  ])('is decided: %s', (_what, who, document, expected) => {
    expect(whyUntold(who, document, 'here')).toBe(expected)
  })
})
