import type { CodeText } from './code-text.ts'

/** What payroll publishes; whom it names and which period is told of as with documents. */
export const payrollCodes = {
  INVALID_AMOUNT: {
    kind: 'invalid',
    nl: 'Dit bedrag of aantal kan niet kloppen.',
    en: 'This amount or number cannot be right.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
