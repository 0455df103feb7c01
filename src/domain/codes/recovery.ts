import type { CodeText } from './code-text.ts'

/** Recovery by the service desk. */
export const recoveryCodes = {
  CHECKS_MISSING: {
    kind: 'invalid',
    nl: 'Niet alle vereiste controles zijn gedaan.',
    en: 'Not all checks that are required were made.',
  },
  RECOVERY_UNDER_WAY: {
    kind: 'conflict',
    nl: 'Voor deze persoon loopt al een accountherstel.',
    en: 'A recovery is under way for this person already.',
  },
  RECOVERY_ENDED: {
    kind: 'conflict',
    nl: 'Dit accountherstel is al afgelopen. Klopt er iets niet? Bel dan meteen de servicedesk.',
    en: 'This recovery has ended already. Is something wrong? Call the service desk at once.',
  },
  RECOVERY_NOT_YOURS: {
    kind: 'refused',
    nl: 'Deze persoon hoort bij een andere organisatie, of heeft daar bijzondere rechten. Laat het daar doen.',
    en: 'This person belongs to another organisation, or has special rights there. Let it be done there.',
  },
  SECOND_PERSON_NEEDED: {
    kind: 'refused',
    nl: 'Een andere collega moet dit doen.',
    en: 'Another colleague has to do this.',
  },
  ALREADY_APPROVED: { kind: 'conflict', nl: 'Dit is al goedgekeurd.', en: 'This was approved already.' },
  NOT_APPROVED: { kind: 'conflict', nl: 'Dit is nog niet goedgekeurd.', en: 'This was not approved yet.' },
  ACCOUNT_NOT_ACTIVE: {
    kind: 'refused',
    nl: 'Dit account is niet actief.',
    en: 'This account is not active.',
  },
  NOTHING_TO_RECOVER: {
    kind: 'refused',
    nl: 'Deze persoon heeft geen tweede stap die hersteld kan worden.',
    en: 'This person has no second step to recover.',
  },
  ADDRESS_NOT_THEIRS: {
    kind: 'refused',
    nl: 'Dit e-mailadres is van iemand die dit herstel start of goedkeurt.',
    en: 'This mail address belongs to somebody who starts or approves this recovery.',
  },
  NO_SECOND_CHANNEL: {
    kind: 'refused',
    nl: 'Voor een nieuw wachtwoord is ook een pincode nodig, en er is geen eigen mobiel nummer bekend dat werkt.',
    en: 'Another password also asks for a PIN, and no own mobile number is known that works.',
  },
  RECOVERY_PINS_SPENT: {
    kind: 'refused',
    nl: 'Voor dit herstel zijn te veel pincodes aangevraagd. Vraag de servicedesk om opnieuw te beginnen.',
    en: 'Too many PINs were asked for in this recovery. Ask the service desk to begin anew.',
  },
  NO_CHANNEL: {
    kind: 'refused',
    nl: 'Er is geen bewezen e-mailadres waarop deze persoon bereikt kan worden.',
    en: 'There is no proven mail address at which this person can be reached.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
