import type { Policy } from '../portals/policy.ts'
import { later, localDate, localInstant } from '../time.ts'

/** invited → activated | expired | withdrawn; expired → invited when HR renews. */
export type ActivationStatus = 'invited' | 'activated' | 'expired' | 'withdrawn'

export type ContactProblem = 'WRONG_NUMBER' | 'MAIL_BOUNCED' | 'SMS_UNREACHABLE'

export type ActivationFacts = {
  readonly plannedAt: Date
  /** First working day, where HR told it. */
  readonly startsOn: string | null
  readonly postponedUntil: Date | null
}

export type ActivationCalendar = {
  readonly inviteAt: Date
  readonly reminders: readonly Date[]
  readonly expiresAt: Date
}

/** All instants of an activation. Reading returns them, acts check them again, a rehearsal is this function. */
export function activationCalendar(facts: ActivationFacts, policy: Policy['activation']): ActivationCalendar {
  const inviteAt = invitationInstant(facts, policy)
  const day = localDate(inviteAt)
  const expiresAt = localInstant(day, { plusDays: policy.validDays + 1 })
  const reminders = policy.reminderDays
    .toSorted((a, b) => a - b)
    .map((plusDays) => localInstant(day, { plusDays, hour: policy.reminderHour }))
  return { inviteAt, reminders, expiresAt: facts.postponedUntil ? later(expiresAt, facts.postponedUntil) : expiresAt }
}

function invitationInstant(facts: ActivationFacts, policy: Policy['activation']): Date {
  if (facts.startsOn === null || policy.leadDays === null) return facts.plannedAt
  const lead = localInstant(facts.startsOn, { plusDays: -policy.leadDays, hour: policy.reminderHour })
  return later(facts.plannedAt, lead)
}
