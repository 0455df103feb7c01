import type { Policy } from '../portals/policy.ts'
import { addDays, later, localDate, localInstant, yearOf } from '../time.ts'

/** planned → narrowed → closed. From the first two also → rehired | withdrawn. */
export type OffboardingStatus = 'planned' | 'narrowed' | 'closed' | 'rehired' | 'withdrawn'

/** Why somebody goes. Blocked for cause and deceased end everything at once. */
export type LeavingCause = 'left' | 'blocked' | 'deceased'

export type LeavingFacts = {
  /** When the present plan was made. */
  readonly plannedAt: Date
  readonly cause: LeavingCause
  /** The last day of employment, worked in full. */
  readonly lastDay: string
  /** HR gave access through this day; counts where it is later than what the policy gives. */
  readonly extendedTo: string | null
}

export type LeavingCalendar = {
  /** From here on only payslips and statements. */
  readonly narrowAt: Date
  /** From here on nothing. */
  readonly closeAt: Date
  /** The last day was over when it was planned: the mail of the plan says so, and rights narrow without another. */
  readonly isPast: boolean
  readonly reminders: readonly Date[]
  /** When HR hears of what still locks the leaver out. */
  readonly warnAt: Date
  readonly statementYear: number
  /** When HR hears that the annual statement is missing; null where nobody waits for it. */
  readonly statementDueAt: Date | null
  readonly closingReminders: readonly Date[]
}

/**
 * All instants of somebody's leaving. Reading returns them, acts check them again, a rehearsal is this function. What lies
 * before the plan is due at once; of reminders only those to come are left, because the mail of the plan says it all.
 */
export function leavingCalendar(facts: LeavingFacts, policy: Policy['offboarding']): LeavingCalendar {
  const { plannedAt, lastDay, cause } = facts
  const statementYear = yearOf(lastDay)
  if (cause !== 'left') {
    const none = { reminders: [], closingReminders: [], statementYear, statementDueAt: null }
    return { narrowAt: plannedAt, closeAt: plannedAt, isPast: true, warnAt: plannedAt, ...none }
  }
  const { reminderHour: hour } = policy
  const { narrowAt, closeAt } = doorsOf(facts, policy)
  const dueAt = localInstant(`${statementYear + 1}-03-01`, { hour })
  return {
    narrowAt,
    closeAt,
    isPast: narrowAt <= plannedAt,
    reminders: daysBefore(lastDay, policy.reminderDays, hour).filter((at) => plannedAt < at && at < narrowAt),
    warnAt: localInstant(lastDay, { plusDays: -policy.warnDays, hour }),
    statementYear,
    statementDueAt: dueAt < closeAt ? dueAt : null,
    closingReminders: daysBefore(localDate(closeAt), policy.closingReminderDays, hour).filter(
      (at) => later(plannedAt, narrowAt) < at && at < closeAt,
    ),
  }
}

/** When the two doors close for whoever leaves on a day, planned or not. */
export function doorsOf(
  facts: Pick<LeavingFacts, 'lastDay' | 'extendedTo'>,
  policy: Policy['offboarding'],
): Pick<LeavingCalendar, 'narrowAt' | 'closeAt'> {
  return { narrowAt: localInstant(facts.lastDay, { plusDays: 1 }), closeAt: closingInstant(facts, policy) }
}

/** “Tot april”: up to 1 April, 00:00 in Amsterdam, of the year after the year somebody left (S000-018). */
function closingInstant(
  { lastDay, extendedTo }: Pick<LeavingFacts, 'lastDay' | 'extendedTo'>,
  policy: Policy['offboarding'],
): Date {
  const left = yearOf(policy.yearOf === 'LAST_DAY' ? lastDay : addDays(lastDay, 1))
  const promised = localInstant(`${left + 1}-04-01`)
  return extendedTo === null ? promised : later(promised, localInstant(extendedTo, { plusDays: 1 }))
}

function daysBefore(day: string, days: readonly number[], hour: number): readonly Date[] {
  return days.toSorted((a, b) => b - a).map((plusDays) => localInstant(day, { plusDays: -plusDays, hour }))
}

/** The instants a story rests for, by name. */
export function leavingInstants(calendar: LeavingCalendar): Readonly<Record<string, number>> {
  const numbered = (name: string, instants: readonly Date[]) =>
    instants.map((instant, index) => [`${name}-${index + 1}`, instant] as const)
  const { narrowAt, closeAt, warnAt, statementDueAt } = calendar
  const instants = [
    ...numbered('reminder', calendar.reminders),
    ['warning', warnAt] as const,
    ['narrowing', narrowAt] as const,
    ['statementDue', statementDueAt ?? closeAt] as const,
    ...numbered('closing-reminder', calendar.closingReminders),
    ['closing', closeAt] as const,
  ]
  return Object.fromEntries(instants.map(([name, instant]) => [name, instant.getTime()]))
}
