import { describe, expect, it } from 'vitest'
import { maskEmail, maskMobile, parseEmail, parseMobile, parseUsername } from './contact.ts'

describe('a mail address', () => {
  it.each([
    [' Jan@Example.ORG ', 'jan@example.org'],
    ["o'brien+werk@sub.example.nl", "o'brien+werk@sub.example.nl"],
    ['jürgen@müller.de', 'jürgen@müller.de'],
  ])('reads %j as %s', (typed, address) => expect(parseEmail(typed)).toBe(address))

  it.each([
    '',
    'jan',
    'jan@',
    '@example.org',
    'jan@example',
    'jan@@example.org',
    'jan jansen@example.org',
    'jan@example..org',
    'jan@example.org, piet@example.org',
    '<jan@example.org>',
    'jan\u0000@example.org',
    'jan@exam\u202eple.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(250)}.nl`,
  ])('takes no %j', (typed) => expect(parseEmail(typed)).toBeNull())
})

describe('a masked mail address', () => {
  it.each([
    ['jan@example.org', 'j•••@example.org'],
    ['j@example.org', 'j•••@example.org'],
  ])('makes %s %s', (address, masked) => expect(maskEmail(address)).toBe(masked))
})

describe('a mobile number', () => {
  it.each([
    ['06 12345678', '+31612345678'],
    ['06-12 34 56 78', '+31612345678'],
    ['0031 6 12345678', '+31612345678'],
    ['+31612345678', '+31612345678'],
    ['0031612345678', '+31612345678'],
    ['31 6 12345678', '+31612345678'],
    ['+31 (0)6 12 34 56 78', '+31612345678'],
    ['0031 (0)612345678', '+31612345678'],
    ['(+31) 6-12345678', '+31612345678'],
    ['(06) 12.34.56.78', '+31612345678'],
    ['06/12345678', '+31612345678'],
    ['06\u201112345678', '+31612345678'],
    ['06\u00a012345678', '+31612345678'],
    ['0048 512 345 678', '+48512345678'],
    ['+48 512 345 678', '+48512345678'],
    ['+32 470 12 34 56', '+32470123456'],
  ])('reads %s as %s', (typed, number) => expect(parseMobile(typed)).toBe(number))

  it.each(['', '020 1234567', '0612', '+31 88 123 4567', '0612345678901', 'six', '112'])('takes no %j', (typed) =>
    expect(parseMobile(typed)).toBeNull(),
  )

  it('shows its last two digits and nothing else', () => expect(maskMobile('+31612345678')).toBe('•• •••• 78'))
})

describe('a user name', () => {
  it.each(['J.Jansen', 'j.jansen@onyouforce.com', ' J.JANSEN@ONYOUFORCE.COM '])(
    'reads %j with the portal’s suffix',
    (typed) => expect(parseUsername(typed, '@onyouforce.com')).toBe('j.jansen@onyouforce.com'),
  )
  it.each(['', '@onyouforce.com', 'j', '.jan', 'jan jansen', 'jan@elsewhere.com', 'x'.repeat(65)])(
    'takes no %j',
    (typed) => expect(parseUsername(typed, '@onyouforce.com')).toBeNull(),
  )
})
