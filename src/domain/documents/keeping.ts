import type { Policy } from '../portals/policy.ts'
import { localDate, localInstant, yearOf } from '../time.ts'
import type { DocumentKind } from './document.ts'

/** Payroll is kept for the tax office, the rest for the organisation itself: two clocks, and neither is that of access. */
export const payrollKinds = ['PAYSLIP', 'ANNUAL_STATEMENT'] as const satisfies readonly DocumentKind[]

/** What was last of use before the first of these goes, and before the second. */
export type KeptSince = { readonly payroll: Date; readonly personnel: Date }

/** Whole calendar years after the year in which it was last of use: what was of use in 2026 is kept for 2 through 2028. */
export function keptSince(now: Date, { payrollYears, personnelYears }: Policy['retention']): KeptSince {
  const year = yearOf(localDate(now))
  return { payroll: startOf(year - payrollYears), personnel: startOf(year - personnelYears) }
}

function startOf(year: number): Date {
  return localInstant(`${year}-01-01`)
}
