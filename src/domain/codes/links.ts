import type { CodeText } from './code-text.ts'

/** Links, PINs, passwords. */
export const linkCodes = {
  LINK_UNKNOWN: { kind: 'refused', nl: 'Deze link werkt niet.', en: 'This link does not work.' },
  LINK_USED: { kind: 'refused', nl: 'Deze link is al gebruikt.', en: 'This link was already used.' },
  LINK_EXPIRED: { kind: 'refused', nl: 'Deze link is verlopen.', en: 'This link has expired.' },
  LINK_SUPERSEDED: {
    kind: 'refused',
    nl: 'Deze link is vervangen. Gebruik de link uit de nieuwste e-mail.',
    en: 'This link was replaced. Use the link in the latest mail.',
  },
  INVITATION_WITHDRAWN: {
    kind: 'refused',
    nl: 'Deze uitnodiging is ingetrokken.',
    en: 'This invitation was withdrawn.',
  },
  NUMBER_REPORTED: {
    kind: 'refused',
    nl: 'Dit nummer is als onjuist gemeld. HR is gevraagd het te verbeteren.',
    en: 'This number was reported as wrong. HR has been asked to correct it.',
  },
  PIN_WRONG: { kind: 'refused', nl: 'Deze pincode klopt niet.', en: 'This PIN is not right.' },
  PIN_EXPIRED: {
    kind: 'refused',
    nl: 'Deze pincode is verlopen. Vraag een nieuwe aan.',
    en: 'This PIN has expired. Ask for a new one.',
  },
  PIN_USED: { kind: 'refused', nl: 'Deze pincode is al gebruikt.', en: 'This PIN was already used.' },
  PIN_EXHAUSTED: {
    kind: 'refused',
    nl: 'Te vaak een verkeerde pincode. Vraag een nieuwe aan.',
    en: 'Too many wrong PINs. Ask for a new one.',
  },
  PIN_NEEDED: { kind: 'refused', nl: 'Bevestig eerst de pincode.', en: 'Confirm the PIN first.' },
  PIN_NOT_SENT: { kind: 'refused', nl: 'Vraag eerst een pincode aan.', en: 'Ask for a PIN first.' },
  NO_MOBILE: {
    kind: 'refused',
    nl: 'Er is geen mobiel nummer bekend. HR is gevraagd het aan te vullen.',
    en: 'No mobile number is known. HR has been asked to add it.',
  },
  PASSWORD_REFUSED: {
    kind: 'invalid',
    nl: 'Dit wachtwoord voldoet niet aan de regels.',
    en: 'This password breaks the rules.',
  },
  SIGN_IN_FAILED: {
    kind: 'refused',
    nl: 'De combinatie van gegevens klopt niet.',
    en: 'This combination is not right.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
