import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import type { HeldRight } from './leaver-rights.ts'
import { type BeforeLeaving, leavingAgenda } from './leaving-agenda.ts'
import { leavingCalendar } from './offboarding.ts'

const at = (text: string) => new Date(text)
const works: HeldRight = {
  id: '1',
  role: 'EMPLOYEE',
  system: null,
  validFrom: at('2020-01-01T00:00:00Z'),
  validUntil: null,
  cut: undefined,
  isLeavers: false,
}

/** As a list to read: when, and what. */
function agenda(lastDay: string, more: Partial<BeforeLeaving> = {}): readonly string[] {
  const { plannedAt = at('2026-11-04T09:00:00Z') } = more
  const calendar = leavingCalendar({ plannedAt, cause: 'left', lastDay, extendedTo: null }, defaultPolicy.offboarding)
  const known = { isReady: true, hasStatement: false, rights: [works], ...more, plannedAt, calendar }
  return leavingAgenda(known).map((entry) => {
    const when = entry.at.toISOString().replace(':00.000Z', '')
    if ('right' in entry) return `${when} ${entry.kind} ${entry.right.role}`
    return 'key' in entry ? `${when} ${entry.kind} ${entry.key}` : `${when} ${entry.kind}`
  })
}

describe('what happens to somebody who leaves', () => {
  it('is this, where nothing is wrong', () => {
    expect(agenda('2026-12-31')).toEqual([
      '2026-11-04T09:00 MAIL plan',
      '2026-12-31T23:00 RIGHT_ENDS EMPLOYEE',
      '2026-12-31T23:00 RIGHT_BEGINS EX_EMPLOYEE',
      '2026-12-31T23:00 MAIL narrowed',
      '2027-03-01T08:00 TASK chase-statement',
      '2027-03-02T08:00 MAIL closing-reminder-1',
      '2027-03-25T08:00 MAIL closing-reminder-2',
      '2027-03-31T22:00 RIGHT_ENDS EX_EMPLOYEE',
      '2027-03-31T22:00 MAIL closed',
      '2027-03-31T22:00 END',
    ])
  })

  it('is told before the last day, to whoever would be locked out and to HR', () => {
    expect(agenda('2026-12-31', { isReady: false }).slice(0, 5)).toEqual([
      '2026-11-04T09:00 MAIL plan',
      '2026-12-17T08:00 MAIL reminder-1',
      '2026-12-24T08:00 MAIL reminder-2',
      '2026-12-28T08:00 TASK help-leaver',
      '2026-12-29T08:00 MAIL reminder-3',
    ])
  })

  it('announces a statement that is there already, and asks nobody for it', () => {
    const entries = agenda('2026-12-31', { hasStatement: true })
    expect(entries).toContain('2026-12-31T23:00 MAIL statement')
    expect(entries.filter((entry) => entry.includes('TASK'))).toEqual([])
  })

  it('begins at once with what lies in the past, and makes up for no reminder: one mail says it all', () => {
    expect(agenda('2026-08-31', { isReady: false }).slice(0, 5)).toEqual([
      '2026-11-04T09:00 RIGHT_ENDS EMPLOYEE',
      '2026-11-04T09:00 RIGHT_BEGINS EX_EMPLOYEE',
      '2026-11-04T09:00 MAIL plan',
      '2026-11-04T09:00 TASK help-leaver',
      '2027-03-01T08:00 TASK chase-statement',
    ])
  })

  it('is over at once where the end has passed, and only says so', () => {
    expect(agenda('2025-06-30', { isReady: false })).toEqual([
      '2026-11-04T09:00 RIGHT_ENDS EMPLOYEE',
      '2026-11-04T09:00 MAIL closed',
      '2026-11-04T09:00 END',
    ])
  })

  it('takes away a right that would begin later, and leaves alone one that ends before', () => {
    const ends = { ...works, id: '2', role: 'APPROVER', validUntil: at('2026-11-30T23:00:00Z') } as const
    const begins = { ...works, id: '3', role: 'HR', validFrom: at('2027-02-01T00:00:00Z') } as const
    expect(agenda('2026-12-31', { rights: [works, ends, begins] }).filter((entry) => entry.includes('RIGHT'))).toEqual([
      '2026-11-04T09:00 RIGHT_ENDS HR',
      '2026-12-31T23:00 RIGHT_ENDS EMPLOYEE',
      '2026-12-31T23:00 RIGHT_BEGINS EX_EMPLOYEE',
      '2027-03-31T22:00 RIGHT_ENDS EX_EMPLOYEE',
    ])
  })
})
