import { describe, expect, it } from 'vitest'
import { type PasswordAsked, readPasswordInquiry } from './password-inquiry.ts'

const byMail = { identifier: 'email', usernameSuffix: null } as const
const byName = { identifier: 'username', usernameSuffix: '@werk.nl' } as const
const read = (
  asked: PasswordAsked,
  more: { portal?: typeof byMail | typeof byName; birthDate?: boolean; question?: boolean } = {},
) =>
  readPasswordInquiry(asked, {
    portal: more.portal ?? byMail,
    recovery: { password: more.birthDate ? 'birthDate' : 'identifier', securityQuestion: more.question ?? false },
  })
const unanswered = { question: null, answer: null }

describe('a lost password', () => {
  it('is asked with the identifier of the portal, folded', () => {
    const kind = 'password-by-identifier'
    expect(read({ identifier: ' Jan@Example.NL ' })).toEqual({ kind, identifier: 'jan@example.nl', ...unanswered })
    expect(read({ identifier: 'JJansen' }, { portal: byName })).toEqual({
      kind,
      identifier: 'jjansen@werk.nl',
      ...unanswered,
    })
  })

  it('is asked with mail address and date of birth where the portal says so, and the rest is ignored', () => {
    const asked = { identifier: '!', email: 'Jan@example.nl', dateOfBirth: '1990-02-01' }
    expect(read(asked, { birthDate: true, portal: byName })).toEqual({
      kind: 'password-by-birth-date',
      email: 'jan@example.nl',
      dateOfBirth: '1990-02-01',
      ...unanswered,
    })
  })

  it('names everything that is missing or cannot be meant', () => {
    expect(read({ email: 'jan@example.nl' })).toEqual({ problems: [{ path: 'identifier', code: 'REQUIRED' }] })
    expect(read({ identifier: 'jan' })).toEqual({ problems: [{ path: 'identifier', code: 'INVALID_EMAIL' }] })
    expect(read({ identifier: '?' }, { portal: byName })).toEqual({
      problems: [{ path: 'identifier', code: 'INVALID_USERNAME' }],
    })
    expect(read({ email: 'jan', dateOfBirth: '1990-02-30' }, { birthDate: true })).toEqual({
      problems: [
        { path: 'email', code: 'INVALID_EMAIL' },
        { path: 'dateOfBirth', code: 'INVALID_DATE' },
      ],
    })
  })

  it('takes an answer where questions are used, folded, and ignores it elsewhere', () => {
    const asked = { identifier: 'jan@example.nl', question: 'FIRST_PET', answer: ' Bèllo de 2e ' } as const
    expect(read(asked, { question: true })).toMatchObject({ question: 'FIRST_PET', answer: 'bellode2e' })
    expect(read(asked)).toMatchObject(unanswered)
    expect(read({ identifier: 'jan@example.nl' }, { question: true })).toMatchObject(unanswered)
  })

  it.each([
    [{ question: 'FIRST_PET' } as const, { path: 'answer', code: 'REQUIRED' }],
    [{ answer: 'bello' }, { path: 'question', code: 'REQUIRED' }],
    [{ question: 'FIRST_PET', answer: '!' } as const, { path: 'answer', code: 'INVALID_ANSWER' }],
  ])('takes no half answer: %j', (given, problem) => {
    expect(read({ identifier: 'jan@example.nl', ...given }, { question: true })).toEqual({ problems: [problem] })
  })
})
