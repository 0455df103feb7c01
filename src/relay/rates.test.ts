import { expect, test } from 'vitest'
import { spreadPerRecipient, tokenBucket } from './rates.ts'

function handClock() {
  let now = 5_000
  return { clock: () => now, pass: (ms: number) => (now += ms) }
}

test('a bucket gives a second of work at once and then one by one', () => {
  const { clock, pass } = handClock()
  const bucket = tokenBucket(4, clock)
  expect(bucket.take(10)).toBe(4)
  expect(bucket.take(1)).toBe(0)
  expect(bucket.waitMs()).toBe(250)
  pass(250)
  expect(bucket.waitMs()).toBe(0)
  expect(bucket.take(10)).toBe(1)
})

test('a bucket takes back what was not used, and no more than it holds', () => {
  const { clock } = handClock()
  const bucket = tokenBucket(2, clock)
  bucket.take(2)
  bucket.giveBack(1)
  expect(bucket.take(2)).toBe(1)
  bucket.giveBack(50)
  expect(bucket.take(50)).toBe(2)
})

test('a bucket of less than one a second still gives', () => {
  const { clock, pass } = handClock()
  const bucket = tokenBucket(0.5, clock)
  expect(bucket.take(1)).toBe(1)
  expect(bucket.waitMs()).toBe(2_000)
  pass(2_000)
  expect(bucket.take(1)).toBe(1)
})

test('a bucket rests when the provider asks for it', () => {
  const { clock, pass } = handClock()
  const bucket = tokenBucket(4, clock)
  bucket.rest(7_000)
  expect(bucket.take(1)).toBe(0)
  expect(bucket.waitMs()).toBe(7_000)
  pass(7_000)
  expect(bucket.take(10)).toBe(4)
})

test('a burst to one recipient is spread: each that waits comes back at an instant of its own', () => {
  const { clock, pass } = handClock()
  const spread = spreadPerRecipient({ atOnce: 2, everyMs: 1_000 }, clock)
  const waits = Array.from({ length: 6 }, () => spread.waitMs('a'))
  expect(waits).toEqual([0, 0, 1_000, 2_000, 3_000, 4_000])
  expect(spread.waitMs('b')).toBe(0)
  for (const _ of [1, 2, 3, 4]) {
    pass(1_000)
    expect(spread.waitMs('a')).toBe(0)
  }
  expect(spread.waitMs('a')).toBe(1_000)
  pass(60_000)
  expect([spread.waitMs('a'), spread.waitMs('a')]).toEqual([0, 0])
})
