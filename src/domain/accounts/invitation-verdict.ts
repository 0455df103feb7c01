import type { Code } from '../codes.ts'
import type { LeavingCause } from '../employments/offboarding.ts'
import type { Language } from '../portals/portal.ts'
import type { AccountStatus, Role } from './account.ts'
import type { Invitation } from './invitation.ts'

/** The account that already goes by this identifier in the portal. */
export type Known = {
  readonly accountId: string
  readonly personId: string
  readonly status: AccountStatus
  readonly name: string
  readonly email: string
  readonly language: Language
  readonly dateOfBirth: string | null
  readonly openJourneyId: string | null
  readonly openPlan: number | null
  /** Roles that have not ended in the organisation that invites. */
  readonly roles: readonly Role[]
  /** The last day of whoever is leaving that organisation. */
  readonly leavesOn: string | null
  /** The last day of whoever left it, or is leaving, and why. */
  readonly leftOn: string | null
  readonly leftBy: LeavingCause | null
  /** First days of work there, those that never came included. */
  readonly workedFrom: readonly string[]
}

/** Whom the organisation invited earlier under this reference. */
export type Referred = {
  readonly journeyId: string
  readonly accountId: string
  readonly personId: string
  readonly identifier: string
  readonly name: string
  readonly dateOfBirth: string | null
}

/**
 * What an invitation comes to.
 * new: nobody goes by this identifier. again: an earlier invitation expired or was withdrawn. repeated: this is under way.
 * granted: the account is active, one more grant. added: invited elsewhere, one more grant. known: has this access already.
 */
export type Verdict =
  | { readonly kind: 'new' }
  | { readonly kind: 'again' | 'granted' | 'added' | 'known'; readonly account: Known }
  | {
      readonly kind: 'repeated'
      readonly account: { readonly accountId: string; readonly personId: string }
      readonly journeyId: string
    }
  | { readonly kind: 'refused'; readonly path: string; readonly code: Code }

export function judgeInvitation(
  invitation: Invitation,
  known: Known | undefined,
  referred: Referred | undefined,
): Verdict {
  if (referred !== undefined) {
    if (!isSamePerson(invitation, referred))
      return { kind: 'refused', path: 'externalReference', code: 'REFERENCE_REUSED' }
    const returns = known?.accountId === referred.accountId && comesBack(invitation, known)
    if (!returns) return { kind: 'repeated', account: referred, journeyId: referred.journeyId }
  }
  return known === undefined ? { kind: 'new' } : judgeKnown(invitation, known)
}

function judgeKnown(invitation: Invitation, known: Known): Verdict {
  if (differ(invitation.dateOfBirth, known.dateOfBirth))
    return { kind: 'refused', path: 'dateOfBirth', code: 'PERSON_DIFFERS' }
  // Knowing an address must not open somebody's details to another organisation.
  if (known.roles.length === 0 && known.dateOfBirth !== null && invitation.dateOfBirth === null)
    return { kind: 'refused', path: 'dateOfBirth', code: 'BIRTH_DATE_NEEDED' }
  // What a block or a death took does not come back by the way.
  if (isTaken(known) && !isAfter(invitation.startsOn, known.leftOn))
    return { kind: 'refused', path: 'startsOn', code: 'RETURN_NEEDS_FIRST_DAY' }
  const hasRole = hasAlready(invitation, known)
  // Where a user name identifies, it may be taken by another Jan, whose mailbox would get the link and the access.
  if (!hasRole && invitation.email !== known.email) return { kind: 'refused', path: 'email', code: 'PERSON_DIFFERS' }
  if (known.status === 'closed') return { kind: 'refused', path: 'email', code: 'ADDRESS_TAKEN' }
  if (known.status === 'active') return hasRole ? alreadyActive(invitation, known) : granted(known)
  if (known.openJourneyId === null) return { kind: 'again', account: known }
  if (!hasRole) return { kind: 'added', account: known }
  return { kind: 'repeated', account: known, journeyId: known.openJourneyId }
}

/**
 * A first working day after the last one says that somebody comes back. A list of the whole staff does not: nobody's leaving
 * is undone by the way.
 */
function hasAlready(invitation: Invitation, known: Known): boolean {
  return known.roles.includes(invitation.role) && !startsAfter(invitation, known.leavesOn)
}

function isTaken({ roles, leftBy }: Known): boolean {
  return roles.length === 0 && (leftBy === 'blocked' || leftBy === 'deceased')
}

/** Under the reference of the first time the same call may be sent again and again: only a first day not said before counts. */
function comesBack(invitation: Invitation, known: Known): boolean {
  // One that had passed when it was said began with the call.
  const isNew = known.workedFrom.every((day) => isAfter(invitation.startsOn, day))
  return known.status === 'active' && isNew && startsAfter(invitation, known.leftOn) && !hasAlready(invitation, known)
}

function startsAfter({ role, startsOn }: Invitation, lastDay: string | null): boolean {
  return role === 'EMPLOYEE' && isAfter(startsOn, lastDay)
}

function isAfter(startsOn: string | null, lastDay: string | null): boolean {
  return startsOn !== null && lastDay !== null && lastDay < startsOn
}

/** A journey that has only to say that it is over does not take on anything more. */
function granted(known: Known): Verdict {
  return { kind: 'granted', account: { ...known, openJourneyId: null, openPlan: null } }
}

/** A system that repeats its call under its own reference gets its answer again; a person is told. */
function alreadyActive(invitation: Invitation, known: Known): Verdict {
  if (invitation.externalReference !== null) return { kind: 'known', account: known }
  return { kind: 'refused', path: 'email', code: 'ALREADY_ACTIVE' }
}

/** HR may have corrected the address since: then name and date of birth tell. */
function isSamePerson(invitation: Invitation, referred: Referred): boolean {
  if (differ(invitation.dateOfBirth, referred.dateOfBirth)) return false
  return invitation.identifier === referred.identifier || invitation.name.toLowerCase() === referred.name.toLowerCase()
}

function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}
