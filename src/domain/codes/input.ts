import type { CodeText } from './code-text.ts'

/** Input that cannot be meant, and what is not there or not to be seen. */
export const inputCodes = {
  INVALID_INPUT: { kind: 'invalid', nl: 'Een of meer gegevens kloppen niet.', en: 'One or more values are not right.' },
  REQUIRED: { kind: 'invalid', nl: 'Dit gegeven is vereist.', en: 'This value is required.' },
  INVALID_EMAIL: { kind: 'invalid', nl: 'Dit is geen geldig e-mailadres.', en: 'This is not a valid e-mail address.' },
  INVALID_MOBILE: {
    kind: 'invalid',
    nl: 'Dit is geen geldig mobiel nummer.',
    en: 'This is not a valid mobile number.',
  },
  INVALID_DATE: { kind: 'invalid', nl: 'Dit is geen bestaande datum.', en: 'This date does not exist.' },
  INVALID_USERNAME: {
    kind: 'invalid',
    nl: 'Dit is geen geldige gebruikersnaam.',
    en: 'This is not a valid user name.',
  },
  INVALID_NAME: {
    kind: 'invalid',
    nl: 'Vul een naam in van hooguit 200 tekens.',
    en: 'Give a name of at most 200 characters.',
  },
  DATE_PASSED: { kind: 'invalid', nl: 'Deze datum ligt in het verleden.', en: 'This date has passed.' },
  TOO_MANY_ITEMS: { kind: 'invalid', nl: 'Dit zijn er te veel voor één keer.', en: 'These are too many for one call.' },
  DUPLICATE_ITEM: { kind: 'invalid', nl: 'Deze staat twee keer in de lijst.', en: 'This one is in the list twice.' },
  KEY_REUSED: {
    kind: 'invalid',
    nl: 'Deze sleutel is al gebruikt voor een andere vraag.',
    en: 'This idempotency key was used for a different request.',
  },
  NOT_FOUND: { kind: 'notFound', nl: 'Dit is niet gevonden.', en: 'This was not found.' },
} as const satisfies Readonly<Record<string, CodeText>>
