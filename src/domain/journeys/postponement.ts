import type { Problem } from '../errors.ts'

const furthestDays = 366

/** What is wrong with an instant until which a journey is to wait. */
export function untilProblems(until: Date, now: Date): readonly Problem[] {
  if (until <= now) return [{ path: 'until', code: 'DATE_PASSED' }]
  return until.getTime() - now.getTime() > furthestDays * 86_400_000 ? [{ path: 'until', code: 'INVALID_DATE' }] : []
}
