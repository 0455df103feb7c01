export type AccountStatus = 'invited' | 'active' | 'closed'

/** bounced, wrong and unreachable each became a task for HR when they were found. */
export type ContactStatus = 'unproven' | 'proven' | 'bounced' | 'wrong' | 'unreachable'

export const roles = ['EMPLOYEE', 'EX_EMPLOYEE', 'APPROVER', 'HR', 'SERVICE_DESK', 'ADMIN', 'OPERATOR'] as const

export type Role = (typeof roles)[number]

/** What a service key may do, each a part of what HR may do in the key's organisation. */
export const scopes = [
  'invitations:write',
  'people:read',
  'journeys:read',
  'offboarding:write',
  'documents:write',
  'payroll:write',
] as const

export type Scope = (typeof scopes)[number]

/** What somebody showed beyond the password. A key that asked for a finger or a PIN stands for both. */
export type Proof = 'sms' | 'app' | 'key' | 'backup-code' | 'remembered-device' | 'password'

export type SessionEnd =
  | 'SIGNED_OUT'
  | 'REVOKED'
  | 'REPLACED'
  | 'PASSWORD_CHANGED'
  | 'FACTOR_CHANGED'
  | 'EMAIL_CHANGED'
  | 'RECOVERED'
  | 'ACCESS_CHANGED'

/** Why somebody was given a right. */
export const grantReasons = [
  'invitation',
  'installation',
  'leaving',
  'rehire',
  'leaving-withdrawn',
  'demo data',
] as const

export type GrantReason = (typeof grantReasons)[number]

/** Why a right ends, or ended. */
export const grantEnds = ['WITHDRAWN', 'EXPIRED', 'LEFT', 'BLOCKED', 'DECEASED', 'REHIRED', 'CLOSED', 'ENDED'] as const

export type GrantEnd = (typeof grantEnds)[number]

export type Grant = {
  readonly id: string
  readonly role: Role
  readonly organisationId: string | null
  readonly system: string | null
  readonly validFrom: Date
  readonly validUntil: Date | null
}

/** Half-open: a grant that ends at midnight no longer counts at midnight. */
export function isInForce(grant: Pick<Grant, 'validFrom' | 'validUntil'>, now: Date): boolean {
  return grant.validFrom <= now && (grant.validUntil === null || now < grant.validUntil)
}

/** Whether it is, was or will be of use: a right that was taken before its beginning never is. */
export function everBegins({ validFrom, validUntil }: Pick<Grant, 'validFrom' | 'validUntil'>): boolean {
  return validUntil === null || validFrom < validUntil
}
