import type { Policy } from '../portals/policy.ts'
import { later, plusMinutes } from '../time.ts'
import { type Actor, may } from './access.ts'
import { everBegins, type Grant, isInForce } from './account.ts'
import { isElevated } from './factor.ts'

/**
 * asked → approved → issued → recovered. From each of the first three also → objected | expired | withdrawn. Asked by one
 * of the desk, approved by another; issued when the waiting time is over and the backup code has gone out.
 */
export type RecoveryStatus = 'asked' | 'approved' | 'issued' | 'recovered' | 'objected' | 'expired' | 'withdrawn'

export const openRecoveryStatuses = ['asked', 'approved', 'issued'] as const satisfies readonly RecoveryStatus[]

export type RecoveryFacts = {
  readonly plannedAt: Date
  readonly approvedAt: Date | null
  readonly issuedAt: Date | null
}

export type RecoveryCalendar = {
  /** Until when a second person may approve. */
  readonly approveBefore: Date
  /** When the code goes out at the earliest, once it was approved. */
  readonly issueAt: Date | null
  /** Until when the code works, once it went out. */
  readonly expiresAt: Date | null
}

/** The instants people are told. */
export function recoveryCalendar(facts: RecoveryFacts, policy: Policy['recovery']): RecoveryCalendar {
  const { plannedAt, approvedAt, issuedAt } = facts
  return {
    approveBefore: plusHours(plannedAt, policy.approvalDays * 24),
    issueAt: approvedAt && plusHours(approvedAt, policy.waitingHours),
    expiresAt: issuedAt && plusHours(issuedAt, policy.codeHours),
  }
}

export type RecoveryPlan = RecoveryCalendar & {
  /** Until when the code may still go out. */
  readonly issueBefore: Date | null
  readonly remindAt: Date | null
  /** Until when a sign-in that began with the code in time may be finished. */
  readonly endsAt: Date | null
}

// As long as the longest sign-in that a policy allows.
const longestSignInMinutes = 60

/**
 * All instants of a recovery. The waiting time begins when the notice has left: nobody can object who has not heard.
 * noticedAt is null while it waits. What has gone out went out when it did, whatever became of the notice. Nobody is
 * reminded of a code that was used, also where the sign-in it was used in was broken off.
 */
export function recoveryPlan(
  facts: RecoveryFacts & { readonly noticedAt: Date | null; readonly codeUsedAt: Date | null },
  policy: Policy['recovery'],
): RecoveryPlan {
  const { approvedAt, noticedAt, issuedAt, codeUsedAt } = facts
  const calendar = recoveryCalendar(facts, policy)
  const { expiresAt } = calendar
  return {
    ...calendar,
    issueAt: issuedAt ?? (approvedAt && noticedAt && plusHours(later(approvedAt, noticedAt), policy.waitingHours)),
    issueBefore: approvedAt && plusHours(approvedAt, policy.waitingHours + policy.approvalDays * 24),
    remindAt: codeUsedAt === null ? issuedAt && plusMinutes(issuedAt, policy.codeHours * 30) : null,
    endsAt: expiresAt && plusMinutes(expiresAt, longestSignInMinutes),
  }
}

/** No recovery that begins now lasts longer: until then an objection link works. */
export function latestEnd(plannedAt: Date, { approvalDays, waitingHours, codeHours }: Policy['recovery']): Date {
  return plusMinutes(plusHours(plannedAt, 2 * approvalDays * 24 + waitingHours + codeHours), longestSignInMinutes)
}

/** While it is open the person can object, whatever else happens in the same instant. */
export function isRecoveryOpen(status: RecoveryStatus): boolean {
  return openRecoveryStatuses.some((open) => open === status)
}

// A notice that has not left tells nobody when it does: the story looks again.
const noticeMinutes = 15

/** The instants a story rests for, by name. */
export function recoveryInstants(plan: RecoveryPlan, now: Date): Readonly<Record<string, number>> {
  const { approveBefore, issueAt, issueBefore, remindAt, expiresAt, endsAt } = plan
  const issue = issueBefore && earlier(issueAt ?? plusMinutes(now, noticeMinutes), issueBefore)
  const named = {
    approveBefore,
    issue,
    // Due when the code is: whoever cannot be reached then is a task for HR, named as the task's own key.
    'correct-email-1': issueAt,
    issueBefore,
    // Of a code that is dead nobody is reminded: a story that was away until then goes on to the end.
    'reminder-1': expiresAt !== null && now < expiresAt ? remindAt : null,
    end: endsAt,
  }
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, instant]) => (instant === null ? [] : [[name, instant.getTime()]])),
  )
}

/** Whether the code may go out now. */
export function isIssuable({ issueAt, issueBefore }: RecoveryPlan, isReachable: boolean, now: Date): boolean {
  return isReachable && issueAt !== null && issueAt <= now && issueBefore !== null && now < issueBefore
}

/**
 * In whose name somebody is recovered: an organisation where they have access, or will have, and which the actor answers
 * for; where they have none anywhere any more, one where they had. Undefined when there is no such organisation, null for
 * the whole portal.
 */
export function recoveryPlace(actor: Actor, grants: readonly Grant[], now: Date): string | null | undefined {
  const lasting = grants.filter((grant) => !isOver(grant, now))
  const considered = lasting.length > 0 ? lasting : grants
  const reached = considered.filter(({ organisationId }) => may(actor, 'recovery.write', organisationId, now))
  const grant = reached.find((one) => isInForce(one, now)) ?? reached[0]
  return grant?.organisationId
}

/**
 * Whoever reaches other people's data is recovered only by somebody who answers for all of that: else one organisation's
 * desk would get at another one's people through its HR. Rights to come count as well, because a recovery takes days.
 */
export function answersFor(actor: Actor, grants: readonly Grant[], now: Date): boolean {
  return grants
    .filter((grant) => isElevated([grant.role]) && !isOver(grant, now))
    .every(({ organisationId }) => may(actor, 'recovery.write', organisationId, now))
}

function isOver(grant: Grant, now: Date): boolean {
  return !everBegins(grant) || (grant.validUntil !== null && grant.validUntil <= now)
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b
}

function plusHours(instant: Date, hours: number): Date {
  return plusMinutes(instant, hours * 60)
}
