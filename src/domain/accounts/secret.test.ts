import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeLink, judgePin } from './activation-link.ts'
import { judgeSecret } from './secret.ts'

const now = new Date('2026-03-02T10:00:00Z')
const [past, future] = [new Date('2026-03-02T09:00:00Z'), new Date('2026-03-02T10:00:00.001Z')]
const fresh = { usedAt: null, supersededAt: null, expiresAt: future, attempts: 0, maxAttempts: 3 }
const [used, superseded, expired, exhausted] = [
  { ...fresh, usedAt: past },
  { ...fresh, supersededAt: past },
  { ...fresh, expiresAt: now },
  { ...fresh, attempts: 3 },
]

describe('a one-time secret', () => {
  it.each([
    [fresh, 'usable'],
    [used, 'used'],
    [superseded, 'superseded'],
    [expired, 'expired'],
    [exhausted, 'exhausted'],
  ])('judges %j as %s', (secret, verdict) => expect(judgeSecret(secret, now)).toBe(verdict))

  it('tells "used" before anything else', () => {
    expect(judgeSecret({ ...used, supersededAt: past, expiresAt: past, attempts: 3 }, now)).toBe('used')
  })

  it('is usable in no way but one', () => {
    const instant = fc.option(fc.constantFrom(past, now, future))
    const any = fc.record({
      usedAt: instant,
      supersededAt: instant,
      expiresAt: fc.constantFrom(past, now, future),
      attempts: fc.nat(4),
      maxAttempts: fc.constant(3),
    })
    fc.assert(
      fc.property(any, (secret) => {
        const isUsable =
          secret.usedAt === null && secret.supersededAt === null && secret.expiresAt > now && secret.attempts < 3
        expect(judgeSecret(secret, now) === 'usable').toBe(isUsable)
      }),
    )
  })
})

describe('an activation link', () => {
  it.each([
    ['invited', fresh, null],
    ['invited', used, 'LINK_USED'],
    ['invited', superseded, 'LINK_SUPERSEDED'],
    ['invited', expired, 'LINK_EXPIRED'],
    ['activated', superseded, 'LINK_USED'],
    ['withdrawn', superseded, 'INVITATION_WITHDRAWN'],
    ['expired', superseded, 'LINK_EXPIRED'],
  ] as const)('of an invitation that is %s, %j, says %s', (status, link, code) =>
    expect(judgeLink(status, link, now)).toBe(code),
  )
})

describe('a PIN', () => {
  it.each([
    [undefined, 'PIN_NOT_SENT'],
    [fresh, null],
    [used, 'PIN_USED'],
    [superseded, 'PIN_EXPIRED'],
    [expired, 'PIN_EXPIRED'],
    [exhausted, 'PIN_EXHAUSTED'],
  ] as const)('that is %j says %s', (pin, code) => expect(judgePin(pin, now)).toBe(code))
})
