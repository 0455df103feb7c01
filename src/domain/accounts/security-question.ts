import type { Language } from '../portals/portal.ts'

/** Chosen from a list, so that the question itself tells nothing about anybody (S003-053). */
export const securityQuestions = [
  'FIRST_SCHOOL',
  'FIRST_PET',
  'FIRST_STREET',
  'FAVOURITE_BOOK',
  'CHILDHOOD_FRIEND',
] as const

export type SecurityQuestion = (typeof securityQuestions)[number]

export const questionTexts: Readonly<Record<SecurityQuestion, Readonly<Record<Language, string>>>> = {
  FIRST_SCHOOL: { nl: 'Hoe heette uw eerste school?', en: 'What was your first school called?' },
  FIRST_PET: { nl: 'Hoe heette uw eerste huisdier?', en: 'What was your first pet called?' },
  FIRST_STREET: { nl: 'In welke straat groeide u op?', en: 'In which street did you grow up?' },
  FAVOURITE_BOOK: { nl: 'Wat is uw favoriete boek?', en: 'What is your favourite book?' },
  CHILDHOOD_FRIEND: {
    nl: 'Hoe heette uw beste vriend of vriendin van vroeger?',
    en: 'Who was your best friend as a child?',
  },
}

/** Capitals, accents and spaces are not what somebody remembers of an answer. Null when nothing is left of it. */
export function foldAnswer(typed: string): string | null {
  const folded = typed
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return [...folded].length >= 2 && [...folded].length <= 200 ? folded : null
}
