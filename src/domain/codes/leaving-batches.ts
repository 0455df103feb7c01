import type { CodeText } from './code-text.ts'

/** Lists of people who leave. */
export const leavingBatchCodes = {
  LEAVING_BATCH_STARTED: {
    kind: 'refused',
    nl: 'Deze lijst is al gestart. Lever dit aan in een nieuwe lijst.',
    en: 'This list was started already. Hand this in as a new one.',
  },
  LEAVING_BATCH_INCOMPLETE: {
    kind: 'conflict',
    nl: 'Er staan meer of minder mensen op de lijst dan is opgegeven.',
    en: 'More or fewer people are on the list than were said to be.',
  },
  LEAVING_BATCH_NOT_HALTED: {
    kind: 'refused',
    nl: 'Deze lijst staat niet stil.',
    en: 'This list has not halted.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
