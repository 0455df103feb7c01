import { describe, expect, it } from 'vitest'
import { type PaymentItem, parsePayment, parsePhase, parseReservation } from './figure-item.ts'

const payment: PaymentItem = {
  externalReference: ' P-1 ',
  personReference: 'E1',
  paidOn: '2026-03-27',
  amountCents: 123_456,
  kind: 'WAGES',
}
const reservation = {
  externalReference: 'R-1',
  personId: 'someone',
  kind: 'VACATION_DAYS',
  unit: 'HOURS',
  builtUp: 1250,
  taken: 400,
  balance: 1100,
  asOf: '2026-03-27',
} as const
const phase = {
  externalReference: 'F-1',
  personId: 'someone',
  phase: 'A',
  weeksWorked: 12,
  from: '2026-01-05',
} as const

describe('a payment', () => {
  it('is read with what is left out as null', () => {
    expect(parsePayment(payment)).toEqual({
      externalReference: 'P-1',
      whom: { personReference: 'E1' },
      figure: {
        paidOn: '2026-03-27',
        amountCents: 123_456,
        kind: 'WAGES',
        description: null,
        periodFrom: null,
        periodUntil: null,
      },
    })
  })

  it.each([
    ['no reference', { externalReference: ' ' }, 'externalReference', 'INVALID_INPUT'],
    ['a reference too long', { externalReference: 'x'.repeat(101) }, 'externalReference', 'INVALID_INPUT'],
    ['nobody', { personReference: undefined }, 'person', 'REQUIRED'],
    ['a person named twice', { personId: 'someone' }, 'person', 'REQUIRED'],
    ['a person by nothing', { personReference: '' }, 'person', 'REQUIRED'],
    ['a day that does not exist', { paidOn: '2026-02-30' }, 'paidOn', 'INVALID_DATE'],
    ['a fraction of a cent', { amountCents: 0.5 }, 'amount', 'INVALID_AMOUNT'],
    ['more than can be meant', { amountCents: -1_000_000_001 }, 'amount', 'INVALID_AMOUNT'],
    ['a description of two lines', { description: 'a\nb' }, 'description', 'INVALID_INPUT'],
    ['an empty description', { description: ' ' }, 'description', 'INVALID_INPUT'],
    ['half a period', { periodFrom: '2026-03-01' }, 'periodUntil', 'INVALID_PERIOD'],
    ['a period backwards', { periodFrom: '2026-03-02', periodUntil: '2026-03-01' }, 'periodUntil', 'INVALID_PERIOD'],
  ] as const)('is refused with %s', (_what, wrong, path, code) => {
    expect(parsePayment({ ...payment, ...wrong })).toEqual([{ path, code }])
  })

  it('names everything that is wrong', () => {
    expect(parsePayment({ ...payment, externalReference: '', paidOn: 'today' })).toEqual([
      { path: 'externalReference', code: 'INVALID_INPUT' },
      { path: 'paidOn', code: 'INVALID_DATE' },
    ])
  })

  it('may be of one day, and may go back', () => {
    const day = '2026-03-01'
    const read = parsePayment({ ...payment, amountCents: -1, periodFrom: day, periodUntil: day })
    expect(read).toMatchObject({ figure: { amountCents: -1, periodFrom: day, periodUntil: day } })
  })
})

describe('a reservation', () => {
  it('keeps the balance payroll tells, whatever was built up and taken', () => {
    expect(parseReservation(reservation)).toMatchObject({ figure: { builtUp: 1250, taken: 400, balance: 1100 } })
  })

  it.each(['builtUp', 'taken', 'balance'] as const)('is refused with a %s that cannot be', (name) => {
    expect(parseReservation({ ...reservation, [name]: 1.5 })).toEqual([{ path: name, code: 'INVALID_AMOUNT' }])
  })
})

describe('a phase', () => {
  it('need not end', () => {
    expect(parsePhase(phase)).toMatchObject({ whom: { personId: 'someone' }, figure: { until: null, weeksWorked: 12 } })
  })

  it.each([
    ['weeks before it began', { weeksWorked: -1 }, 'weeksWorked', 'INVALID_AMOUNT'],
    ['an end before its beginning', { until: '2026-01-04' }, 'until', 'INVALID_PERIOD'],
    ['a beginning that does not exist', { from: '2026-13-01' }, 'from', 'INVALID_DATE'],
  ] as const)('is refused with %s', (_what, wrong, path, code) => {
    expect(parsePhase({ ...phase, ...wrong })).toEqual([{ path, code }])
  })
})
