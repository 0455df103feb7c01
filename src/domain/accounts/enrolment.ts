import type { Policy } from '../portals/policy.ts'
import { later, localDate, localInstant } from '../time.ts'
import type { Role } from './account.ts'
import { isElevated } from './factor.ts'

/** asked → enrolled | lapsed | withdrawn. Lapsed: from then on signing in leads to setting one up, and nowhere else. */
export type EnrolmentStatus = 'asked' | 'enrolled' | 'lapsed' | 'withdrawn'

export type EnrolmentCause = 'POLICY'

export type EnrolmentFacts = {
  readonly plannedAt: Date
  /** HR moved it: the days count anew from here. */
  readonly postponedUntil: Date | null
}

export type EnrolmentCalendar = {
  /** When the present plan asks: at once, or when the time it was postponed to has come. */
  readonly askAt: Date
  readonly reminders: readonly Date[]
  readonly deadlineAt: Date
}

/** All instants of an enrolment: the deadline is the end of the last day of grace. */
export function enrolmentCalendar(facts: EnrolmentFacts, policy: Policy['factors']): EnrolmentCalendar {
  const askAt = facts.postponedUntil ? later(facts.plannedAt, facts.postponedUntil) : facts.plannedAt
  const day = localDate(askAt)
  const reminders = policy.reminderDays
    .toSorted((a, b) => a - b)
    .map((plusDays) => localInstant(day, { plusDays, hour: policy.reminderHour }))
  return { askAt, reminders, deadlineAt: localInstant(day, { plusDays: policy.graceDays + 1 }) }
}

/** The instants a story rests for, by name. Nobody is reminded by a mail that comes back. */
export function enrolmentInstants(
  { askAt, reminders, deadlineAt }: EnrolmentCalendar,
  { mailBounces }: { readonly mailBounces: boolean },
): Readonly<Record<string, number>> {
  const reminding = mailBounces ? [] : reminders.map((instant, index) => [`reminder-${index + 1}`, instant] as const)
  const instants = [['asking', askAt] as const, ...reminding, ['deadline', deadlineAt] as const]
  return Object.fromEntries(instants.map(([name, instant]) => [name, instant.getTime()]))
}

/** Whether the portal obliges somebody with these roles to have a second step. */
export function isObliged(policy: Policy['factors'], roles: readonly Role[], now: Date): boolean {
  if (policy.obligatoryFrom !== null && now < localInstant(policy.obligatoryFrom)) return false
  if (policy.obligatoryFor === 'everyone') return true
  return policy.obligatoryFor === 'elevated' && isElevated(roles)
}

/** none: nothing is asked; begin: grace begins today; later: it runs; now: signing in leads to setting one up. */
export type Obligation = 'none' | 'begin' | 'later' | 'now'

export type ObligationFacts = {
  readonly isObliged: boolean
  readonly hasFactor: boolean
  readonly graceDays: number
  /** The latest time it was asked: until when, and how that stands. */
  readonly asked: { readonly deadlineAt: Date; readonly status: EnrolmentStatus } | null
}

/** By the clock: whether the story has told the deadline or not makes no difference. What somebody was told stays true. */
export function obligationOf(
  { isObliged: obliged, hasFactor, graceDays, asked }: ObligationFacts,
  now: Date,
): Obligation {
  if (!obliged || hasFactor) return 'none'
  if (asked?.status === 'asked' && now < asked.deadlineAt) return 'later'
  if (graceDays === 0) return 'now'
  return asked === null || asked.status === 'withdrawn' ? 'begin' : 'now'
}
