import type { CodeText } from './code-text.ts'

/** Password rules, told beforehand and when broken. */
export const passwordCodes = {
  TOO_SHORT: { kind: 'invalid', nl: 'Het wachtwoord is te kort.', en: 'The password is too short.' },
  TOO_LONG: { kind: 'invalid', nl: 'Het wachtwoord is te lang.', en: 'The password is too long.' },
  TOO_COMMON: {
    kind: 'invalid',
    nl: 'Dit wachtwoord is te bekend en dus te raden.',
    en: 'This password is too well known.',
  },
  NAMES_YOU: {
    kind: 'invalid',
    nl: 'Het wachtwoord lijkt te veel op de naam, het adres of het portaal.',
    en: 'The password is too close to the name, the address or the portal.',
  },
  NEEDS_LOWER: { kind: 'invalid', nl: 'Er moet een kleine letter in staan.', en: 'It needs a lower-case letter.' },
  NEEDS_UPPER: { kind: 'invalid', nl: 'Er moet een hoofdletter in staan.', en: 'It needs a capital.' },
  NEEDS_DIGIT: { kind: 'invalid', nl: 'Er moet een cijfer in staan.', en: 'It needs a digit.' },
  NEEDS_PUNCTUATION: { kind: 'invalid', nl: 'Er moet een leesteken in staan.', en: 'It needs a punctuation mark.' },
} as const satisfies Readonly<Record<string, CodeText>>
