import type { CodeText } from './code-text.ts'

/** Files and documents. */
export const documentCodes = {
  INVALID_TITLE: {
    kind: 'invalid',
    nl: 'Vul een titel in van hooguit 200 tekens.',
    en: 'Give a title of at most 200 characters.',
  },
  INVALID_REFERENCE: {
    kind: 'invalid',
    nl: 'Vul een referentie in van hooguit 200 tekens.',
    en: 'Give a reference of at most 200 characters.',
  },
  INVALID_PERIOD: {
    kind: 'invalid',
    nl: 'Deze periode eindigt voordat zij begint.',
    en: 'This period ends before it begins.',
  },
  PERSON_UNKNOWN: {
    kind: 'invalid',
    nl: 'Deze persoon is bij deze organisatie niet bekend.',
    en: 'This person is not known at this organisation.',
  },
  KIND_NOT_ALLOWED: {
    kind: 'refused',
    nl: 'Dit soort document kunt u niet zelf publiceren.',
    en: 'You cannot publish this kind of document yourself.',
  },
  FILE_UNKNOWN: {
    kind: 'invalid',
    nl: 'Dit bestand is er niet of niet meer. Upload het opnieuw.',
    en: 'This file is not there, or no longer. Upload it again.',
  },
  FILE_USED: {
    kind: 'refused',
    nl: 'Dit bestand hoort al bij een ander document. Upload het opnieuw.',
    en: 'This file belongs to another document already. Upload it again.',
  },
  FILE_EMPTY: { kind: 'invalid', nl: 'Dit bestand is leeg.', en: 'This file is empty.' },
  FILE_TOO_LARGE: { kind: 'invalid', nl: 'Dit bestand is te groot.', en: 'This file is too large.' },
  FILE_TYPE_REFUSED: {
    kind: 'invalid',
    nl: 'Alleen PDF, PNG en JPEG zijn toegestaan, en de inhoud moet daarmee kloppen.',
    en: 'Only PDF, PNG and JPEG are allowed, and the contents have to be what they are said to be.',
  },
  TOO_MANY_FILES: {
    kind: 'limited',
    nl: 'Er zijn vandaag al te veel bestanden geüpload. Probeer het morgen opnieuw.',
    en: 'Too many files were uploaded today. Try again tomorrow.',
  },
  DOCUMENT_WITHDRAWN: {
    kind: 'refused',
    nl: 'Dit document is ingetrokken. Publiceer het onder een nieuwe referentie.',
    en: 'This document was withdrawn. Publish it under a new reference.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
