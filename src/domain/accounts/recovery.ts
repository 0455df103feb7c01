import type { Policy } from '../portals/policy.ts'

/**
 * asked → approved → issued → recovered. From each of the first three also → objected | expired | withdrawn. Asked by one
 * of the desk, approved by another; issued when the waiting time is over and the backup code has gone out.
 */
export type RecoveryStatus = 'asked' | 'approved' | 'issued' | 'recovered' | 'objected' | 'expired' | 'withdrawn'

export type RecoveryFacts = {
  readonly plannedAt: Date
  readonly approvedAt: Date | null
  readonly issuedAt: Date | null
}

export type RecoveryCalendar = {
  /** Until when a second person may approve. */
  readonly approveBefore: Date
  /** When the code goes out, once it was approved. */
  readonly issueAt: Date | null
  /** Until when the code works, once it went out. */
  readonly expiresAt: Date | null
}

/** All instants of a recovery. */
export function recoveryCalendar(facts: RecoveryFacts, policy: Policy['recovery']): RecoveryCalendar {
  const { plannedAt, approvedAt, issuedAt } = facts
  return {
    approveBefore: plusHours(plannedAt, policy.approvalDays * 24),
    issueAt: approvedAt && plusHours(approvedAt, policy.waitingHours),
    expiresAt: issuedAt && plusHours(issuedAt, policy.codeHours),
  }
}

/** While it is open the person can object, whatever else happens in the same instant. */
export function isRecoveryOpen(status: RecoveryStatus): boolean {
  return status === 'asked' || status === 'approved' || status === 'issued'
}

function plusHours(instant: Date, hours: number): Date {
  return new Date(instant.getTime() + hours * 3_600_000)
}
