import type { CodeText } from './code-text.ts'

/** Leaving. */
export const leavingCodes = {
  LEAVING_ALREADY: {
    kind: 'conflict',
    nl: 'Voor deze persoon is hier al een andere laatste werkdag vastgelegd. Wijzig die.',
    en: 'Another last day is recorded here for this person already. Change that one.',
  },
  NOTHING_TO_END: {
    kind: 'refused',
    nl: 'Deze persoon heeft hier geen toegang die kan eindigen.',
    en: 'This person has no access here that could end.',
  },
  EXTENSION_TOO_EARLY: {
    kind: 'invalid',
    nl: 'Deze dag ligt niet na het einde dat al is vastgelegd.',
    en: 'This day is not after the end that is recorded already.',
  },
  RETURN_NEEDS_FIRST_DAY: {
    kind: 'refused',
    nl: 'Deze persoon is hier geblokkeerd of als overleden gemeld. Geef een eerste werkdag na de laatste.',
    en: 'This person was blocked here or reported dead. Give a first working day after the last one.',
  },
  NOT_GONE: {
    kind: 'refused',
    nl: 'Deze persoon werkt hier nog en heeft geen vertrek dat vervalt.',
    en: 'This person still works here, and has no leaving that could lapse.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
