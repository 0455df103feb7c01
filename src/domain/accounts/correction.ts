import type { Problem } from '../errors.ts'
import { isLocalDate } from '../time.ts'
import type { ContactStatus } from './account.ts'
import { parseEmail, parseMobile } from './contact.ts'

/** What HR may put right; what is not given stays. */
export type CorrectionInput = {
  readonly email?: string | null | undefined
  readonly mobile?: string | null | undefined
  readonly startsOn?: string | null | undefined
}

export type Correction = { readonly email?: string; readonly mobile?: string; readonly startsOn?: string }

export type PresentContact = {
  readonly email: string
  readonly emailStatus: ContactStatus
  readonly mobile: string | null
  readonly mobileStatus: ContactStatus
}

/**
 * Reads a correction, or names everything that is wrong with it. The same address or number again says nothing new,
 * unless it was thought not to work: then HR says that it does.
 */
export function parseCorrection(
  input: CorrectionInput,
  present: PresentContact,
): Correction | { readonly problems: readonly Problem[] } {
  const email = read(input.email, parseEmail)
  const mobile = read(input.mobile, parseMobile)
  const startsOn = read(input.startsOn, (day) => (isLocalDate(day) ? day : null))
  const problems: Problem[] = [
    ...(email === null ? [{ path: 'email', code: 'INVALID_EMAIL' as const }] : []),
    ...(mobile === null ? [{ path: 'mobile', code: 'INVALID_MOBILE' as const }] : []),
    ...(startsOn === null ? [{ path: 'startsOn', code: 'INVALID_DATE' as const }] : []),
  ]
  if ([email, mobile, startsOn].every((value) => value === undefined))
    problems.push({ path: 'email', code: 'REQUIRED' })
  if (problems.length > 0 || email === null || mobile === null || startsOn === null) return { problems }
  const isNewEmail = email !== undefined && (email !== present.email || present.emailStatus === 'bounced')
  const isNewMobile = mobile !== undefined && (mobile !== present.mobile || isDoubted(present.mobileStatus))
  return {
    ...(isNewEmail ? { email } : {}),
    ...(isNewMobile ? { mobile } : {}),
    ...(startsOn === undefined ? {} : { startsOn }),
  }
}

/** Undefined when it was not given, null when it cannot be meant. */
function read(typed: string | null | undefined, parse: (typed: string) => string | null): string | null | undefined {
  return typed === null || typed === undefined ? undefined : parse(typed)
}

function isDoubted(status: ContactStatus): boolean {
  return status === 'wrong' || status === 'unreachable'
}
