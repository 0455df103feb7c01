import type { CodeText } from './code-text.ts'

/** Limits. */
export const limitCodes = {
  TOO_MANY_ATTEMPTS: {
    kind: 'limited',
    nl: 'Te veel pogingen. Probeer het later opnieuw.',
    en: 'Too many attempts. Try again later.',
  },
  PINS_SPENT: {
    kind: 'refused',
    nl: 'Er zijn te veel pincodes aangevraagd. Vraag HR om een nieuwe uitnodiging.',
    en: 'Too many PINs were asked for. Ask HR for a new invitation.',
  },
  SEND_LIMIT: {
    kind: 'limited',
    nl: 'Er zijn al genoeg codes verstuurd. Probeer het later opnieuw.',
    en: 'Enough codes were sent. Try again later.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
