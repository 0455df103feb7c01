import { expect, it } from 'vitest'
import { payslipTitle } from './payslip-title.ts'

it.each([
  ['2026-03-01', '2026-03-31', 'Loonstrook maart 2026', 'Payslip March 2026'],
  ['2028-02-01', '2028-02-29', 'Loonstrook februari 2028', 'Payslip February 2028'],
  ['2026-02-01', '2026-02-27', 'Loonstrook 2026-02-01 t/m 2026-02-27', 'Payslip 2026-02-01 until 2026-02-27'],
  ['2026-12-28', '2027-01-24', 'Loonstrook 2026-12-28 t/m 2027-01-24', 'Payslip 2026-12-28 until 2027-01-24'],
])('from %s until %s', (from, until, nl, en) => {
  expect([payslipTitle({ from, until }, 'nl'), payslipTitle({ from, until }, 'en')]).toEqual([nl, en])
})
