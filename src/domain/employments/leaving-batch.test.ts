import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import { expiryOf, type LeaverExpectation, type LeaverOutcome, mustHalt, tallied } from './leaving-batch.ts'

const policy = { ...defaultPolicy.offboarding, brakePercent: 10, brakeAtLeast: 10 }
const none = { handled: 0, failed: 0 }
const items = (count: number, expected: LeaverExpectation, outcome: LeaverOutcome) =>
  Array.from({ length: count }, () => ({ expected, outcome }))

describe('the brake', () => {
  it.each([
    [100, 10, false],
    [100, 11, true],
    [99, 10, true],
    [50, 9, false],
    [9, 9, false],
    [10, 10, true],
    [1000, 100, false],
    [1000, 101, true],
  ])('of %i handled and %i failed halts: %s', (handled, failed, halts) => {
    expect(mustHalt({ handled, failed }, policy)).toBe(halts)
  })

  it('is where the portal wants it', () => {
    expect(mustHalt({ handled: 100, failed: 3 }, { ...policy, brakePercent: 2, brakeAtLeast: 3 })).toBe(true)
    expect(mustHalt({ handled: 100, failed: 3 }, { ...policy, brakePercent: 3, brakeAtLeast: 3 })).toBe(false)
    expect(mustHalt({ handled: 100, failed: 100 }, { ...policy, brakePercent: 100 })).toBe(false)
    expect(mustHalt({ handled: 1, failed: 1 }, { ...policy, brakePercent: 0, brakeAtLeast: 1 })).toBe(true)
  })

  it('is never released by one more failure', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (one, other) => {
        const [failed, handled] = one < other ? [one, other] : [other, one]
        fc.pre(mustHalt({ handled, failed }, policy))
        expect(mustHalt({ handled: handled + 1, failed: failed + 1 }, policy)).toBe(true)
      }),
    )
  })
})

describe('the count', () => {
  const surprises = items(3, 'PLANNABLE', 'REFUSED')
  const foreseen = items(5, 'REFUSED', 'REFUSED')
  const fine = [...items(7, 'PLANNABLE', 'PLANNED'), ...items(2, 'REFUSED', 'PLANNED')]

  it('takes every refusal until somebody resumed', () => {
    const tally = tallied(none, [...surprises, ...foreseen, ...fine], { isResumed: false })
    expect(tally).toEqual({ handled: 17, failed: 8 })
    expect(tallied(tally, foreseen, { isResumed: false })).toEqual({ handled: 22, failed: 13 })
  })

  it('leaves out what the preview told, from then on', () => {
    expect(tallied(none, [...surprises, ...foreseen, ...fine], { isResumed: true })).toEqual({ handled: 17, failed: 3 })
  })
})

describe('expiring', () => {
  const waitsSince = new Date('2026-11-04T09:00:00Z')

  it('is 30 days after the last thing that happened, while it waits for somebody', () => {
    expect(expiryOf({ status: 'gathering', waitsSince })).toEqual(new Date('2026-12-04T09:00:00Z'))
    expect(expiryOf({ status: 'halted', waitsSince })).toEqual(new Date('2026-12-04T09:00:00Z'))
    expect(expiryOf({ status: 'running', waitsSince })).toBeNull()
    expect(expiryOf({ status: 'done', waitsSince })).toBeNull()
  })
})
