import type { DemoFigures } from './portal-data.ts'

const of = 'piotr@prive.example'

const wages = { kind: 'WAGES', description: null } as const

/** What the agency's payroll told of Piotr, who is paid every four weeks. */
export const urenportaalFigures: DemoFigures = {
  payments: [
    {
      of,
      reference: 'demo-2026-09',
      figure: {
        ...wages,
        paidOn: '2026-09-11',
        amountCents: 187_345,
        periodFrom: '2026-08-10',
        periodUntil: '2026-09-06',
      },
    },
    {
      of,
      reference: 'demo-2026-10',
      figure: {
        ...wages,
        paidOn: '2026-10-09',
        amountCents: 191_280,
        periodFrom: '2026-09-07',
        periodUntil: '2026-10-04',
      },
    },
    {
      of,
      reference: 'demo-2026-10-travel',
      figure: {
        paidOn: '2026-10-09',
        amountCents: 6_440,
        kind: 'EXPENSES',
        description: 'Reiskosten september',
        periodFrom: null,
        periodUntil: null,
      },
    },
  ],
  reservations: [
    {
      of,
      reference: 'demo-vacation-days',
      figure: {
        kind: 'VACATION_DAYS',
        unit: 'HOURS',
        builtUp: 6_120,
        taken: 1_600,
        balance: 4_520,
        asOf: '2026-10-04',
      },
    },
    {
      of,
      reference: 'demo-holiday-pay',
      figure: { kind: 'HOLIDAY_PAY', unit: 'EUR', builtUp: 61_275, taken: 0, balance: 61_275, asOf: '2026-10-04' },
    },
  ],
  phases: [{ of, reference: 'demo-phase', figure: { phase: 'A', weeksWorked: 21, from: '2026-05-11', until: null } }],
}
