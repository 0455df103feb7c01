import type { CodeText } from './code-text.ts'

/** Batches of documents. */
export const batchCodes = {
  BATCH_CLOSED: {
    kind: 'refused',
    nl: 'Deze batch is al gesloten. Publiceer dit in een nieuwe batch.',
    en: 'This batch is closed already. Publish this in a new one.',
  },
  BATCH_INCOMPLETE: {
    kind: 'conflict',
    nl: 'Er zijn meer of minder documenten binnengekomen dan is opgegeven.',
    en: 'More or fewer documents came in than were said to.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
