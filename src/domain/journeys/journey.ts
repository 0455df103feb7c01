export const journeyKinds = [
  'account-activation',
  'factor-enrolment',
  'account-recovery',
  'offboarding',
  'document-batch',
  'leaving-batch',
] as const

export type JourneyKind = (typeof journeyKinds)[number]

/** Those that are about how somebody signs in, and look again whenever that changes. */
export const kindsAboutSignIn: readonly JourneyKind[] = ['offboarding']

export type JourneyStatus = 'open' | 'ended'

/** Whom or what a journey waits for, as HR reads it. */
export type WaitingFor =
  | 'START_DATE'
  | 'PERSON'
  | 'HR'
  | 'SERVICE_DESK'
  | 'WAITING_TIME'
  | 'OPERATOR'
  | 'LAST_DAY'
  | 'PAYROLL'
  | 'CLOSING'
  | 'SYSTEM'
  | 'PEOPLE'

export type TaskKind =
  | 'CORRECT_MOBILE'
  | 'CORRECT_EMAIL'
  | 'REPAIR_JOURNEY'
  | 'APPROVE_RECOVERY'
  | 'LOOK_INTO_OBJECTION'
  | 'HELP_LEAVER'
  | 'CHASE_STATEMENT'
  | 'POST_DOCUMENTS'
  | 'HELP_HEIRS'
  | 'RESUME_LEAVING_BATCH'

export type TaskStatus = 'open' | 'done' | 'cancelled'

/** Ids, instants, enum values and integers: never a name, an address or what somebody wrote. */
export type TimelineData = Readonly<Record<string, string | number | boolean | null>>

/** The key of a message or task within its journey. It begins with the plan, so a new plan may say the same again. */
export function planKey(plan: number, key: string): string {
  return `p${plan}/${key}`
}
