import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isInForce } from './account.ts'
import { isShut, shutSince } from './shut.ts'

const close = new Date('2027-03-31T22:00:00.000Z')
const just = (instant: Date, ms: number) => new Date(instant.getTime() + ms)
const begun = new Date('2020-01-01T00:00:00Z')
const until = (validUntil: Date | null, validFrom = begun) => ({ validFrom, validUntil })

it('shuts an account at the very instant its last right ends, and not a millisecond earlier', () => {
  const grants = [until(new Date('2026-12-31T23:00:00Z')), until(close)]
  expect(shutSince(grants, just(close, -1))).toBeNull()
  expect(shutSince(grants, close)).toEqual(close)
  expect(shutSince(grants, just(close, 86_400_000))).toEqual(close)
})

it.each([
  ['a right without an end', [until(close), until(null)]],
  ['a right over the whole portal', [until(close), { ...until(null), role: 'OPERATOR', organisationId: null }]],
  ['a right that is still to begin', [until(close), until(null, just(close, 86_400_000))]],
  ['no right ever', []],
])('leaves an account open that has %s', (_case, grants) => {
  expect(isShut(grants, close)).toBe(false)
})

it('shuts one whose right was taken back before its first day', () => {
  expect(isShut([until(begun, close)], just(begun, 1))).toBe(true)
})

it('shuts one whose right to come was taken at its beginning, whenever that would have been', () => {
  const blockedAt = just(begun, 86_400_000)
  expect(shutSince([until(blockedAt), until(close, close)], blockedAt)).toEqual(blockedAt)
  expect(isShut([until(close, close)], blockedAt)).toBe(true)
})

it('never shuts an account with a right in force, at any instant', () => {
  const instant = fc.date({ min: begun, max: close, noInvalidDate: true })
  const grants = fc.array(fc.record({ validFrom: instant, validUntil: fc.option(instant) }), { maxLength: 5 })
  fc.assert(
    fc.property(grants, instant, (given, now) => {
      if (isShut(given, now)) expect(given.some((grant) => isInForce(grant, now))).toBe(false)
    }),
  )
})
