import type { CodeText } from './code-text.ts'

/** Own settings. */
export const settingsCodes = {
  PASSWORD_WRONG: {
    kind: 'refused',
    nl: 'Het huidige wachtwoord klopt niet.',
    en: 'The present password is not right.',
  },
  PASSWORD_SAME: {
    kind: 'invalid',
    nl: 'Het nieuwe wachtwoord is gelijk aan het oude.',
    en: 'The new password is the same as the old one.',
  },
  HAS_PASSWORD: {
    kind: 'conflict',
    nl: 'Er is al een wachtwoord. Wijzig het met het huidige wachtwoord.',
    en: 'There is a password already. Change it with the present one.',
  },
  UNCHANGED: { kind: 'conflict', nl: 'Dit is al zo ingesteld.', en: 'This is how it is already.' },
  WORK_ADDRESS: {
    kind: 'refused',
    nl: 'Dit e-mailadres is van een werkgever en vervalt bij het vertrek. Geef een eigen adres op.',
    en: 'This e-mail address is an employer’s and goes at leaving. Give one of your own.',
  },
  LANGUAGE_NOT_SPOKEN: {
    kind: 'invalid',
    nl: 'Deze taal is in dit portaal niet beschikbaar.',
    en: 'This portal does not speak that language.',
  },
  INVALID_ANSWER: {
    kind: 'invalid',
    nl: 'Geef een antwoord van ten minste twee letters of cijfers.',
    en: 'Give an answer of at least two letters or digits.',
  },
  QUESTION_NOT_USED: {
    kind: 'refused',
    nl: 'Dit portaal werkt niet met een beveiligingsvraag.',
    en: 'This portal uses no security question.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
