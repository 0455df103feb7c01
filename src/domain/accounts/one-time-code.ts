import type { Code } from '../codes.ts'
import { assertNever } from '../errors.ts'
import { judgeSecret, type SecretState } from './secret.ts'

/** The six digits somebody typed, in one group or in several. Null when it can be no code. */
export function parseCode(typed: string): string | null {
  const digits = typed.replaceAll(/[\s-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : null
}

/**
 * Why a code that was sent cannot be tried, or null when it can. One that was used or replaced is told like one that came
 * too late: either way another has to be asked for.
 */
export function judgeCode(secret: SecretState | undefined, now: Date): Code | null {
  if (secret === undefined) return 'CODE_NOT_SENT'
  const verdict = judgeSecret(secret, now)
  switch (verdict) {
    case 'usable':
      return null
    case 'used':
    case 'superseded':
    case 'expired':
      return 'CODE_EXPIRED'
    case 'exhausted':
      return 'CODE_EXHAUSTED'
    default:
      return assertNever(verdict)
  }
}
