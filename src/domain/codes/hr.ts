import type { CodeText } from './code-text.ts'

/** Acts of HR. */
export const hrCodes = {
  ROLE_NOT_ALLOWED: { kind: 'refused', nl: 'Deze rol kunt u niet geven.', en: 'You cannot give this role.' },
  ALREADY_ACTIVE: { kind: 'refused', nl: 'Dit account is al actief.', en: 'This account is already active.' },
  BIRTH_DATE_NEEDED: {
    kind: 'refused',
    nl: 'Onder dit adres is al iemand bekend. Geef de geboortedatum, zodat zeker is dat u dezelfde persoon bedoelt.',
    en: 'Somebody is known under this address already. Give the date of birth, to be sure that you mean the same person.',
  },
  PERSON_DIFFERS: {
    kind: 'refused',
    nl: 'Onder dit adres of deze gebruikersnaam staat iemand met andere gegevens. Controleer de gegevens.',
    en: 'Somebody with other details is known under this address or user name. Check the details.',
  },
  ADDRESS_TAKEN: {
    kind: 'refused',
    nl: 'Dit adres hoort al bij een ander account.',
    en: 'This address belongs to another account.',
  },
  INVITED_ELSEWHERE: {
    kind: 'refused',
    nl: 'Een andere organisatie heeft deze persoon op dit adres uitgenodigd. Trek de uitnodiging in en nodig opnieuw uit.',
    en: 'Another organisation invited this person at this address. Withdraw the invitation and invite anew.',
  },
  REFERENCE_REUSED: {
    kind: 'refused',
    nl: 'Deze referentie hoort al bij iemand anders.',
    en: 'This reference belongs to somebody else already.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
