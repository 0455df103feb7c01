import type { Code } from '../codes.ts'
import { assertNever } from '../errors.ts'
import type { AccountStatus } from './account.ts'
import { judgeSecret, type SecretState } from './secret.ts'

/** Why a link to a new password does not work, or null when it does. What became of the link is told first. */
export function judgeResetLink(status: AccountStatus, link: SecretState, now: Date): Code | null {
  const verdict = judgeSecret(link, now)
  switch (verdict) {
    case 'usable':
      return status === 'active' ? null : 'ACCOUNT_NOT_ACTIVE'
    case 'used':
    case 'exhausted':
      return 'LINK_USED'
    case 'superseded':
      return 'LINK_SUPERSEDED'
    case 'expired':
      return 'LINK_EXPIRED'
    default:
      return assertNever(verdict)
  }
}
