import { expect, it } from 'vitest'
import { defaultPolicy } from '../portals/policy.ts'
import { keptSince } from './keeping.ts'

const kept = (now: string) => keptSince(new Date(now), defaultPolicy.retention)

it('keeps payroll for seven whole years after the year of its last use, and the rest for two', () => {
  const through2033 = { payroll: new Date('2025-12-31T23:00:00Z'), personnel: new Date('2030-12-31T23:00:00Z') }
  expect(kept('2033-01-01T00:00:00+01:00')).toEqual(through2033)
  expect(kept('2033-12-31T23:59:59.999+01:00')).toEqual(through2033)
  expect(kept('2034-01-01T00:00:00+01:00').payroll).toEqual(new Date('2026-12-31T23:00:00Z'))
})
