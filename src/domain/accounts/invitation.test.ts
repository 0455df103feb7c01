import { describe, expect, it } from 'vitest'
import { parseCorrection } from './correction.ts'
import { type Invitation, parseInvitation } from './invitation.ts'
import { judgeInvitation, type Known, type Referred } from './invitation-verdict.ts'

const terms = {
  portal: { identifier: 'email', usernameSuffix: null, languages: ['en', 'nl'] },
  roles: ['EMPLOYEE', 'HR'],
  today: '2026-03-02',
} as const
const item = { name: ' Jan  Jansen', email: 'JAN@example.org' }
const jan: Invitation = {
  name: 'Jan  Jansen',
  email: 'jan@example.org',
  identifier: 'jan@example.org',
  mobile: null,
  dateOfBirth: null,
  startsOn: null,
  role: 'EMPLOYEE',
  language: 'en',
  externalReference: null,
}

describe('an item of a list', () => {
  it('needs a name and an address, and gets the portal’s first language', () => {
    expect(parseInvitation(item, terms)).toEqual(jan)
  })

  it('is read with everything it brings', () => {
    const more = {
      mobile: '06 12345678',
      dateOfBirth: '2026-03-02',
      startsOn: '2025-01-01',
      role: 'HR',
      language: 'nl',
      externalReference: ' E 1 ',
    } as const
    expect(parseInvitation({ ...item, ...more }, terms)).toEqual({
      ...jan,
      ...more,
      mobile: '+31612345678',
      externalReference: 'E 1',
    })
  })

  it('takes null as not given', () => {
    const none = {
      mobile: null,
      dateOfBirth: null,
      startsOn: null,
      role: null,
      language: null,
      username: null,
      externalReference: null,
    }
    expect(parseInvitation({ ...item, ...none }, terms)).toEqual(jan)
  })

  it.each([
    [{ name: '' }, 'name', 'INVALID_NAME'],
    [{ name: 'Jan\nJansen' }, 'name', 'INVALID_NAME'],
    [{ name: 'x'.repeat(201) }, 'name', 'INVALID_NAME'],
    [{ email: 'jan' }, 'email', 'INVALID_EMAIL'],
    [{ mobile: '' }, 'mobile', 'INVALID_MOBILE'],
    [{ dateOfBirth: '2026-03-03' }, 'dateOfBirth', 'INVALID_DATE'],
    [{ dateOfBirth: '1899-12-31' }, 'dateOfBirth', 'INVALID_DATE'],
    [{ startsOn: '2026-02-30' }, 'startsOn', 'INVALID_DATE'],
    [{ role: 'OPERATOR' }, 'role', 'ROLE_NOT_ALLOWED'],
    [{ externalReference: '' }, 'externalReference', 'INVALID_INPUT'],
    [{ externalReference: 'x'.repeat(101) }, 'externalReference', 'INVALID_INPUT'],
  ] as const)('with %j is refused at %s with %s', (more, path, code) => {
    expect(parseInvitation({ ...item, ...more }, terms)).toEqual([{ path, code }])
  })

  it('takes the user name as identifier where the portal does', () => {
    const portal = { ...terms.portal, identifier: 'username', usernameSuffix: '@werk' } as const
    expect(parseInvitation(item, { ...terms, portal })).toEqual([{ path: 'username', code: 'INVALID_USERNAME' }])
    expect(parseInvitation({ ...item, username: 'jan' }, { ...terms, portal })).toMatchObject({
      identifier: 'jan@werk',
    })
  })
})

describe('what an invitation comes to', () => {
  const known: Known = {
    accountId: 'a',
    personId: 'p',
    status: 'invited',
    name: 'Jan',
    email: jan.email,
    language: 'nl',
    dateOfBirth: '1990-01-01',
    openJourneyId: 'j',
    openPlan: 1,
    roles: ['EMPLOYEE'],
    leavesOn: null,
    leftOn: null,
    leftBy: null,
    workedFrom: [],
  }
  const referred: Referred = {
    journeyId: 'r',
    accountId: 'a',
    personId: 'p',
    identifier: jan.identifier,
    name: 'Jan',
    dateOfBirth: '1990-01-01',
  }
  const kind = (more: Partial<Known>, invitation: Partial<Invitation> = {}) =>
    judgeInvitation({ ...jan, ...invitation }, { ...known, ...more }, undefined)

  it.each([
    ['2027-01-01', 'granted'],
    ['2026-12-31', 'repeated'],
    [null, 'repeated'],
  ] as const)(
    'under a known reference, of somebody who left on 31 December 2026, from %s on, is: %s',
    (startsOn, expected) => {
      const invitation = { ...jan, startsOn, dateOfBirth: '1990-01-01' }
      const gone: Known = { ...known, status: 'active', openJourneyId: null, roles: [], leftOn: '2026-12-31' }
      expect(judgeInvitation(invitation, gone, referred).kind).toBe(expected)
      expect(judgeInvitation(invitation, { ...gone, roles: ['EMPLOYEE'] }, referred).kind).toBe('repeated')
      expect(judgeInvitation(invitation, { ...gone, workedFrom: ['2020-01-01'] }, referred).kind).toBe(expected)
      expect(judgeInvitation(invitation, { ...gone, workedFrom: ['2027-01-01'] }, referred).kind).toBe('repeated')
      expect(judgeInvitation(invitation, { ...gone, workedFrom: ['2027-01-09'] }, referred).kind).toBe('repeated')
    },
  )

  it.each(['blocked', 'deceased'] as const)('of somebody %s needs a first day after that', (leftBy) => {
    const gone = { status: 'active', openJourneyId: null, roles: [], leftOn: '2026-11-04', leftBy } as const
    const dateOfBirth = '1990-01-01'
    const refused = { kind: 'refused', path: 'startsOn', code: 'RETURN_NEEDS_FIRST_DAY' }
    expect(kind(gone, { startsOn: null, dateOfBirth })).toEqual(refused)
    expect(kind(gone, { startsOn: '2026-11-04', dateOfBirth })).toEqual(refused)
    expect(kind(gone, { startsOn: '2026-11-05', dateOfBirth }).kind).toBe('granted')
    expect(kind(gone, { role: 'APPROVER', startsOn: '2026-11-05', dateOfBirth }).kind).toBe('granted')
    expect(kind({ ...gone, roles: ['EMPLOYEE'] }, { role: 'HR', startsOn: null, dateOfBirth }).kind).toBe('granted')
  })

  it('is a new account where nobody goes by the identifier', () => {
    expect(judgeInvitation(jan, undefined, undefined)).toEqual({ kind: 'new' })
  })

  it.each([
    ['2027-01-01', 'granted'],
    ['2026-12-31', 'refused'],
    [null, 'refused'],
  ] as const)('of an employee who leaves on 31 December 2026, from %s on, is: %s', (startsOn, expected) =>
    expect(kind({ status: 'active', leavesOn: '2026-12-31' }, { startsOn, dateOfBirth: '1990-01-01' }).kind).toBe(
      expected,
    ),
  )

  it.each([
    [{}, 'repeated'],
    [{ roles: [] }, 'added'],
    [{ roles: ['HR'] }, 'added'],
    [{ openJourneyId: null }, 'again'],
    [{ openJourneyId: null, roles: [] }, 'again'],
    [{ status: 'active', roles: [] }, 'granted'],
    [{ status: 'active' }, 'refused'],
    [{ status: 'closed' }, 'refused'],
    [{ dateOfBirth: null }, 'repeated'],
  ] as const)('for an account with %j is: %s', (more, expected) =>
    expect(kind(more, { dateOfBirth: '1990-01-01' }).kind).toBe(expected),
  )

  it('tells a person from a system that repeats its own reference', () => {
    expect(kind({ status: 'active' })).toMatchObject({ code: 'ALREADY_ACTIVE' })
    expect(kind({ status: 'active' }, { externalReference: 'E1' })).toMatchObject({ kind: 'known' })
  })

  it('refuses somebody else under the same address', () => {
    expect(kind({}, { dateOfBirth: '1991-01-01' })).toMatchObject({ path: 'dateOfBirth', code: 'PERSON_DIFFERS' })
    expect(kind({}, { dateOfBirth: '1990-01-01' })).toMatchObject({ kind: 'repeated' })
  })

  it('asks an organisation that does not know the person yet for the date of birth that is on file', () => {
    expect(kind({ status: 'active', roles: [] }, { dateOfBirth: null })).toMatchObject({
      path: 'dateOfBirth',
      code: 'BIRTH_DATE_NEEDED',
    })
    expect(kind({ status: 'active', roles: [], dateOfBirth: null }, { dateOfBirth: null }).kind).toBe('granted')
  })

  // One organisation's invitation would go to a mailbox that only another one ever named.
  it.each(['invited', 'active'] as const)('gives nothing more to a user name of another mailbox, %s', (status) => {
    const jansen = { email: 'jansen@example.org', status }
    expect(kind({ ...jansen, roles: [] }).kind).toBe('refused')
    expect(judgeInvitation({ ...jan, role: 'HR' }, { ...known, ...jansen }, undefined)).toMatchObject({
      path: 'email',
      code: 'PERSON_DIFFERS',
    })
    expect(kind({ ...jansen, status: 'invited' }).kind).toBe('repeated')
  })

  it.each([
    [{}, {}, 'repeated'],
    [{ identifier: 'other@example.org' }, { name: 'JAN' }, 'repeated'],
    [{ identifier: 'other@example.org' }, { name: 'Piet' }, 'refused'],
    [{}, { dateOfBirth: '1991-01-01' }, 'refused'],
  ])('under a reference of %j for %j is: %s', (owner, invitation, expected) => {
    const verdict = judgeInvitation({ ...jan, name: 'Jan', ...invitation }, undefined, { ...referred, ...owner })
    expect(verdict.kind).toBe(expected)
  })
})

describe('a correction', () => {
  const present = {
    email: 'jan@example.org',
    emailStatus: 'unproven',
    mobile: '+31612345678',
    mobileStatus: 'unproven',
  } as const

  it.each([
    [{ email: 'JAN@example.nl' }, {}, { email: 'jan@example.nl' }],
    [{ email: 'jan@example.org' }, {}, {}],
    [{ email: 'jan@example.org' }, { emailStatus: 'bounced' }, { email: 'jan@example.org' }],
    [{ mobile: '0612345678' }, {}, {}],
    [{ mobile: '0612345678' }, { mobileStatus: 'wrong' }, { mobile: '+31612345678' }],
    [{ mobile: '0612345678' }, { mobileStatus: 'unreachable' }, { mobile: '+31612345678' }],
    [{ startsOn: '2026-04-01', email: null }, {}, { startsOn: '2026-04-01' }],
  ] as const)('of %j to somebody with %j is %j', (input, more, expected) => {
    expect(parseCorrection(input, { ...present, ...more })).toEqual(expected)
  })

  it('names everything that is wrong with it', () => {
    expect(parseCorrection({ email: 'x', mobile: 'x', startsOn: 'x' }, present)).toEqual({
      problems: [
        { path: 'email', code: 'INVALID_EMAIL' },
        { path: 'mobile', code: 'INVALID_MOBILE' },
        { path: 'startsOn', code: 'INVALID_DATE' },
      ],
    })
    expect(parseCorrection({ email: null }, present)).toEqual({ problems: [{ path: 'email', code: 'REQUIRED' }] })
  })
})
