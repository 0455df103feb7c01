import type { Problem } from '../errors.ts'
import { addDays, isLocalDate } from '../time.ts'

/** Who leaves and when, as HR or an HR system says it. */
export type LeaverItem = {
  readonly personId?: string | null | undefined
  /** The organisation's own id of the person. */
  readonly externalReference?: string | null | undefined
  readonly lastDay: string
  /** Whether a phone of the employer goes back; where nobody says, it does. */
  readonly handsInPhone?: boolean | null | undefined
}

// Beyond these a year was mistyped.
const furthestAheadDays = 2 * 366
const longestAgoDays = 7 * 366

/** What is wrong with a last day. It may lie in the past: then it counts from when it is recorded. */
export function lastDayProblems(lastDay: string, today: string): readonly Problem[] {
  const isMeant =
    isLocalDate(lastDay) && addDays(today, -longestAgoDays) <= lastDay && lastDay <= addDays(today, furthestAheadDays)
  return isMeant ? [] : [{ path: 'lastDay', code: 'INVALID_DATE' }]
}

/** Exactly one way of saying who. */
export function itemProblems({ personId, externalReference, lastDay }: LeaverItem, today: string): readonly Problem[] {
  const isNamed = ((personId ?? null) === null) !== ((externalReference ?? null) === null)
  return [...(isNamed ? [] : [{ path: 'person', code: 'REQUIRED' } as const]), ...lastDayProblems(lastDay, today)]
}
