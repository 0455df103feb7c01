import { describe, expect, it } from 'vitest'
import { type Inquiry, isMailable, parseInquiry } from './inquiry.ts'

const inquiries: readonly Inquiry[] = [
  { kind: 'password-by-identifier', identifier: 'jan@example.nl', question: null, answer: null },
  {
    kind: 'password-by-birth-date',
    email: 'jan@example.nl',
    dateOfBirth: '1990-02-01',
    question: 'FIRST_PET',
    answer: 'bello',
  },
  { kind: 'login-name', email: 'jan@example.nl' },
]

describe('an inquiry', () => {
  it.each(inquiries)('is read as it was written: $kind', (inquiry) => {
    expect(parseInquiry(JSON.stringify(inquiry))).toEqual(inquiry)
  })

  it.each([
    '{}',
    'null',
    '7',
    '{"kind":"login-name"}',
    '{"kind":"something","email":"jan@example.nl"}',
    '{"kind":"password-by-birth-date","email":"jan@example.nl"}',
    '{"kind":"password-by-identifier","identifier":7}',
  ])('is not read from %s', (text) => {
    expect(() => parseInquiry(text)).toThrow('an inquiry')
  })

  it('knows no question that is not on the list', () => {
    const asked = { ...inquiries[0], question: 'MOTHER', answer: 'x' }
    expect(parseInquiry(JSON.stringify(asked))).toMatchObject({ question: null, answer: 'x' })
  })

  it('is answered by mail, unless the mailbox gave one back', () => {
    expect(isMailable({ emailStatus: 'unproven' })).toBe(true)
    expect(isMailable({ emailStatus: 'proven' })).toBe(true)
    expect(isMailable({ emailStatus: 'bounced' })).toBe(false)
  })
})
