import type { CodeText } from './code-text.ts'

/** Access that has ended. */
export const accessCodes = {
  ACCESS_ENDED: {
    kind: 'ended',
    nl: 'Uw toegang is beëindigd. HR of de servicedesk kan vertellen waarom.',
    en: 'Your access has ended. HR or the service desk can tell you why.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
