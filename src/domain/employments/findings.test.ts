import { describe, expect, it } from 'vitest'
import { findingKinds, type LeaverFactor, type LeaverFacts, leaverFindings } from './findings.ts'
import { findingTexts } from './findings-texts.ts'

const good: LeaverFacts['signIn'] = {
  email: 'anna@prive.example',
  emailStatus: 'proven',
  mailDomains: ['acme.example'],
  hasPassword: true,
  factors: [factor({ kind: 'app', owner: 'own' })],
}

function factor(more: Partial<LeaverFactor>): LeaverFactor {
  return { kind: 'app', owner: 'own', userVerified: false, isDead: false, ...more }
}

const kindsOf = (signIn: Partial<LeaverFacts['signIn']>, handsInPhone = true) =>
  leaverFindings({ signIn: { ...good, ...signIn }, handsInPhone }).map(({ kind }) => kind)

describe('what would lock a leaver out', () => {
  it('is nothing where address, password and second step are their own', () => {
    expect(kindsOf({})).toEqual([])
  })

  it.each([
    ['anna@acme.example', true],
    ['anna@mail.acme.example', true],
    ['anna@notacme.example', false],
    ['acme.example@prive.example', false],
  ])('is an address of the employer: %s', (email, isFound) => {
    expect(kindsOf({ email })).toEqual(isFound ? ['WORK_MAIL_ONLY'] : [])
  })

  it('is no address of an employer that told no domain', () => {
    expect(kindsOf({ email: 'anna@acme.example', mailDomains: [] })).toEqual([])
  })

  it.each(['bounced', 'wrong'] as const)('is mail that does not arrive: %s', (emailStatus) => {
    expect(kindsOf({ emailStatus })).toEqual(['MAIL_UNREACHABLE'])
  })

  it('is not an address that nobody proved yet', () => {
    expect(kindsOf({ emailStatus: 'unproven' })).toEqual([])
  })

  it.each([
    ['work', true, true],
    ['work', false, true],
    ['own', true, false],
    // Nobody said: it goes with the phone that is handed in.
    [null, true, true],
    [null, false, false],
  ] as const)('is a second step of nobody else: owner %s, phone handed in %s', (owner, handsInPhone, isFound) => {
    expect(kindsOf({ factors: [factor({ owner })] }, handsInPhone)).toEqual(isFound ? ['NO_OWN_FACTOR'] : [])
  })

  it('is no second step of the employer beside an own one', () => {
    expect(kindsOf({ factors: [factor({ owner: 'work' }), factor({ kind: 'key' })] })).toEqual([])
  })

  it('is not the lack of any second step: one can be set up at the next sign-in', () => {
    expect(kindsOf({ factors: [] })).toEqual([])
  })

  it('is a second step whose number is dead, also where it is their own', () => {
    expect(kindsOf({ factors: [factor({ kind: 'sms', isDead: true })] })).toEqual(['NO_OWN_FACTOR'])
    expect(kindsOf({ factors: [factor({ kind: 'sms', isDead: true }), factor({})] })).toEqual([])
  })

  it('is the lack of a password of their own', () => {
    expect(kindsOf({ hasPassword: false })).toEqual(['NO_OWN_PASSWORD'])
  })

  it('is no lack of a password beside a key of their own that can stand alone', () => {
    const key = factor({ kind: 'key', userVerified: true })
    expect(kindsOf({ hasPassword: false, factors: [key] })).toEqual([])
    expect(kindsOf({ hasPassword: false, factors: [{ ...key, owner: 'work' }, factor({})] })).toEqual([
      'NO_OWN_PASSWORD',
    ])
  })

  it('is told all at once, in one order', () => {
    const worst = { email: 'anna@acme.example', emailStatus: 'bounced', hasPassword: false } as const
    expect(kindsOf({ ...worst, factors: [factor({ kind: 'sms', owner: 'work' })] })).toEqual([...findingKinds])
  })
})

it.each(findingKinds)('is told in both languages, with what helps: %s', (kind) => {
  const { nl, en } = findingTexts[kind]
  for (const sentence of [nl.message, nl.whatHelps, en.message, en.whatHelps]) expect(sentence).toMatch(/^[A-Z].*[.]$/)
  expect(nl.message).not.toBe(en.message)
})
