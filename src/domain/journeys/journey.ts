export const journeyKinds = ['account-activation', 'factor-enrolment', 'account-recovery', 'document-batch'] as const

export type JourneyKind = (typeof journeyKinds)[number]

export type JourneyStatus = 'open' | 'ended'

/** Whom or what a journey waits for, as HR reads it. */
export type WaitingFor =
  | 'START_DATE'
  | 'PERSON'
  | 'HR'
  | 'SERVICE_DESK'
  | 'WAITING_TIME'
  | 'OPERATOR'
  | 'SYSTEM'
  | 'PEOPLE'

export type TaskKind =
  | 'CORRECT_MOBILE'
  | 'CORRECT_EMAIL'
  | 'REPAIR_JOURNEY'
  | 'APPROVE_RECOVERY'
  | 'LOOK_INTO_OBJECTION'

export type TaskStatus = 'open' | 'done' | 'cancelled'

/** Ids, instants, enum values and integers: never a name, an address or what somebody wrote. */
export type TimelineData = Readonly<Record<string, string | number | boolean | null>>

/** The key of a message or task within its journey. It begins with the plan, so a new plan may say the same again. */
export function planKey(plan: number, key: string): string {
  return `p${plan}/${key}`
}
