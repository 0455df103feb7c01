import type { CodeText } from './code-text.ts'

/** Somebody was first, or a journey stands elsewhere. */
export const journeyCodes = {
  CHANGED_MEANWHILE: {
    kind: 'conflict',
    nl: 'Dit is intussen gewijzigd. Bekijk het opnieuw.',
    en: 'This changed in the meantime. Please look again.',
  },
  JOURNEY_ENDED: { kind: 'conflict', nl: 'Dit traject is al afgerond.', en: 'This journey has already ended.' },
  ALREADY_EXISTS: { kind: 'conflict', nl: 'Dit bestaat al.', en: 'This exists already.' },
  TASK_CLOSED: { kind: 'conflict', nl: 'Deze taak is al afgehandeld.', en: 'This task was already closed.' },
  JOURNEY_NOT_POSTPONABLE: {
    kind: 'refused',
    nl: 'Dit traject kan niet worden uitgesteld, alleen ingetrokken.',
    en: 'This journey cannot be postponed, only withdrawn.',
  },
  TASK_HAS_OWN_ACT: {
    kind: 'refused',
    nl: 'Deze taak handelt u af door het herstel zelf goed te keuren of in te trekken.',
    en: 'This task is done by approving or withdrawing the recovery itself.',
  },
  NOT_STUCK: { kind: 'conflict', nl: 'Dit traject zit niet vast.', en: 'This journey is not stuck.' },
} as const satisfies Readonly<Record<string, CodeText>>
