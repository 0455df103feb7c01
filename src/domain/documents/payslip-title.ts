import type { Language } from '../portals/portal.ts'
import type { Period } from './document.ts'

const months = {
  nl: [
    'januari',
    'februari',
    'maart',
    'april',
    'mei',
    'juni',
    'juli',
    'augustus',
    'september',
    'oktober',
    'november',
    'december',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const satisfies Readonly<Record<Language, readonly string[]>>

const words = { nl: { slip: 'Loonstrook', until: 't/m' }, en: { slip: 'Payslip', until: 'until' } } as const

/** By its month, or by its days where it is not a whole one. */
export function payslipTitle({ from, until }: Period, language: Language): string {
  const { slip, until: through } = words[language]
  const [year = 0, month = 0, day = 0] = from.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
  if (day === 1 && until === lastDay) return `${slip} ${months[language][month - 1]} ${year}`
  return `${slip} ${from} ${through} ${until}`
}
