import { expect, test } from 'vitest'
import { lastCheck } from './last-check.ts'

const now = new Date('2026-01-05T09:00:00Z')
const mail = {
  channel: 'mail' as const,
  handedOverAt: null,
  plan: 2,
  sendBefore: new Date('2026-01-05T09:00:01Z'),
  secretId: 'a',
  sealed: Buffer.of(1),
}
const standing = { presentPlan: 2, secretUsable: true, isDead: false }

test('lets a message of the present plan go', () => {
  expect(lastCheck(mail, standing, now)).toBe('go')
})

test('lets a message without journey, deadline and secret go', () => {
  const bare = { ...mail, plan: null, sendBefore: null, secretId: null, sealed: null }
  expect(lastCheck(bare, { presentPlan: null, secretUsable: null, isDead: false }, now)).toBe('go')
})

test('repeats a mail whose hand-over was never settled, but not an SMS', () => {
  const begun = { ...mail, handedOverAt: now }
  expect(lastCheck(begun, standing, now)).toBe('go')
  expect(lastCheck({ ...begun, channel: 'sms' }, standing, now)).toEqual({ status: 'unknown', code: 'worker_lost' })
})

test('cancels whatever was written to somebody who died', () => {
  expect(lastCheck(mail, { ...standing, isDead: true }, now)).toEqual({ status: 'cancelled', code: 'person_died' })
})

test('cancels a message of another plan', () => {
  const verdict = { status: 'cancelled', code: 'plan_changed' }
  expect(lastCheck(mail, { ...standing, presentPlan: 3 }, now)).toEqual(verdict)
})

test('expires a message at the very instant before which it had to leave', () => {
  expect(lastCheck({ ...mail, sendBefore: now }, standing, now)).toEqual({ status: 'expired', code: 'too_late' })
})

test('cancels a message whose secret is used, superseded, erased or wiped', () => {
  const verdict = { status: 'cancelled', code: 'secret_gone' }
  expect(lastCheck(mail, { ...standing, secretUsable: false }, now)).toEqual(verdict)
  expect(lastCheck(mail, { ...standing, secretUsable: null }, now)).toEqual(verdict)
  expect(lastCheck({ ...mail, sealed: null }, standing, now)).toEqual(verdict)
})
