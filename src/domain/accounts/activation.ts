import type { Policy } from '../portals/policy.ts'
import { later, localDate, localInstant } from '../time.ts'
import type { ContactStatus } from './account.ts'

/** invited → activated | expired | withdrawn; expired → invited when HR renews. */
export type ActivationStatus = 'invited' | 'activated' | 'expired' | 'withdrawn'

/** Why no message helps the person any further; each one is a task for HR. */
export type ContactProblem = 'WRONG_NUMBER' | 'MAIL_BOUNCED' | 'SMS_UNREACHABLE' | 'NO_MOBILE'

export type ActivationFacts = {
  readonly plannedAt: Date
  /** First working day, where HR told it. */
  readonly startsOn: string | null
  /** HR moved the invitation: it goes out no earlier than this. */
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
  const reminders = policy.reminderDays
    .toSorted((a, b) => a - b)
    .map((plusDays) => localInstant(day, { plusDays, hour: policy.reminderHour }))
  return { inviteAt, reminders, expiresAt: localInstant(day, { plusDays: policy.validDays + 1 }) }
}

function invitationInstant(facts: ActivationFacts, policy: Policy['activation']): Date {
  const earliest = facts.postponedUntil ? later(facts.plannedAt, facts.postponedUntil) : facts.plannedAt
  if (facts.startsOn === null || policy.leadDays === null) return earliest
  return later(earliest, localInstant(facts.startsOn, { plusDays: -policy.leadDays, hour: policy.reminderHour }))
}

export type StoryFacts = {
  readonly contactProblem: ContactProblem | null
  /** When a corrected contact last brought the person a fresh link. */
  readonly contactCorrectedAt: Date | null
}

/**
 * The instants a story rests for, by name. A reminder says nothing to whom no message reaches, and not twice what the
 * mail about a corrected contact has just said.
 */
export function storyInstants(calendar: ActivationCalendar, facts: StoryFacts): Readonly<Record<string, number>> {
  const reminders = calendar.reminders
    .map((instant, index) => [`reminder-${index + 1}`, instant] as const)
    .filter(([, instant]) => facts.contactProblem === null && !isSaid(instant, facts.contactCorrectedAt))
  const instants = [['invitation', calendar.inviteAt] as const, ...reminders, ['expiry', calendar.expiresAt] as const]
  return Object.fromEntries(instants.map(([name, instant]) => [name, instant.getTime()]))
}

function isSaid(instant: Date, correctedAt: Date | null): boolean {
  return correctedAt !== null && instant <= correctedAt
}

export type Contacts = {
  readonly emailStatus: ContactStatus
  readonly mobile: string | null
  readonly mobileStatus: ContactStatus
}

/** What still keeps messages from the person, judged afresh after a correction or a closed task. */
export function contactProblemOf(contacts: Contacts): ContactProblem | null {
  if (contacts.emailStatus === 'bounced') return 'MAIL_BOUNCED'
  if (contacts.mobile === null) return null
  if (contacts.mobileStatus === 'wrong') return 'WRONG_NUMBER'
  return contacts.mobileStatus === 'unreachable' ? 'SMS_UNREACHABLE' : null
}

export type PinNeed = { readonly mobile: string | null; readonly byInstallation: boolean }

/**
 * Who was handed the link by the installation itself, and has no number on file, needs no second proof: nobody could add
 * the number, because the first HR account is the one being activated.
 */
export function needsPin(policy: Policy['activation'], { mobile, byInstallation }: PinNeed): boolean {
  return policy.pin === 'sms' && !(byInstallation && mobile === null)
}
