import { describe, expect, it } from 'vitest'
import { completePolicy, defaultPolicy, parsePolicy } from './policy.ts'
import { languageFor } from './portal.ts'

describe('a policy', () => {
  it('is a good one when it says nothing', () => {
    expect(parsePolicy({})).toEqual(defaultPolicy)
    expect(defaultPolicy).toMatchObject({
      activation: { leadDays: null, reminderDays: [3, 6], validDays: 7, pin: 'sms', pinAttempts: 5 },
      password: { minLength: 12, composition: [] },
      session: { idleMinutes: 30, absoluteHours: 12 },
    })
  })

  it('completes what it leaves open', () => {
    expect(parsePolicy({ activation: { validDays: 14 } })).toEqual({
      ...defaultPolicy,
      activation: { ...defaultPolicy.activation, validDays: 14 },
    })
  })

  it.each([
    [{ activation: { pinMinutes: 1 } }, ['activation.pinMinutes']],
    [
      { activation: { pinMinutes: 11 }, factors: { codeMinutes: 11 } },
      ['activation.pinMinutes', 'factors.codeMinutes'],
    ],
    [{ activation: { reminderDays: [8] } }, ['activation.reminderDays']],
    [{ factors: { methods: ['sms'] } }, ['factors.methods']],
    [{ activation: { pin: 'mail' }, password: { minLength: 4 } }, ['activation.pin', 'password.minLength']],
    ['x', ['']],
  ])('tells every place where %j is wrong', (document, paths) => {
    const problems = parsePolicy(document)
    expect('length' in problems && problems.map(({ path }) => path)).toEqual(paths)
  })
})

it('gives a policy that was stored before a part was invented the default of that part', () => {
  const { pinsPerPlan: _, ...activation } = defaultPolicy.activation
  const stored = JSON.parse(JSON.stringify({ ...defaultPolicy, activation }))
  expect(completePolicy(stored)).toEqual(defaultPolicy)
})

it('holds what was stored under wider bounds to the present ones', () => {
  const stored = { ...defaultPolicy, activation: { ...defaultPolicy.activation, pinMinutes: 60 } }
  expect(completePolicy(stored)).toEqual(defaultPolicy)
  const shorter = { ...defaultPolicy, activation: { ...defaultPolicy.activation, pinMinutes: 3 } }
  expect(completePolicy(shorter)).toEqual(shorter)
})

it('speaks the language asked for where the portal has it, and its first one otherwise', () => {
  expect(languageFor({ languages: ['nl', 'en'] }, 'en')).toBe('en')
  expect(languageFor({ languages: ['en'] }, 'nl')).toBe('en')
  expect(languageFor({ languages: [] }, null)).toBe('nl')
})
