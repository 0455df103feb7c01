import { expect, it } from 'vitest'
import { judgeCode, parseCode } from './one-time-code.ts'

const now = new Date('2026-03-02T10:00:00Z')
const fresh = {
  usedAt: null,
  supersededAt: null,
  expiresAt: new Date('2026-03-02T10:10:00Z'),
  attempts: 0,
  maxAttempts: 5,
}

it.each([
  ['one that waits', fresh, null],
  ['one with a try left', { ...fresh, attempts: 4 }, null],
  ['none', undefined, 'CODE_NOT_SENT'],
  ['one that was used', { ...fresh, usedAt: now }, 'CODE_EXPIRED'],
  ['one that was replaced', { ...fresh, supersededAt: now }, 'CODE_EXPIRED'],
  ['one whose time ends now', { ...fresh, expiresAt: now }, 'CODE_EXPIRED'],
  ['one that was tried too often', { ...fresh, attempts: 5 }, 'CODE_EXHAUSTED'],
  ['one that is both spent and late', { ...fresh, attempts: 5, expiresAt: now }, 'CODE_EXPIRED'],
])('judges %s', (_which, secret, code) => expect(judgeCode(secret, now)).toBe(code))

it.each([
  ['123456', '123456'],
  [' 012 345\u00a0', '012345'],
  ['123-456', '123456'],
  ['12345', null],
  ['1234567', null],
  ['12345a', null],
  ['', null],
])('reads %j as %s', (typed, code) => expect(parseCode(typed)).toBe(code))
