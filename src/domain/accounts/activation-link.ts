import type { Code } from '../codes.ts'
import { assertNever } from '../errors.ts'
import type { ActivationStatus } from './activation.ts'
import { judgeSecret, type SecretState } from './secret.ts'

/**
 * Why a link does not work, or null when it does. What became of the invitation is told before what became of the link:
 * of two links of one invitation the second is "already used" too, and nobody is sent to a newer mail that does not exist.
 */
export function judgeLink(status: ActivationStatus, link: SecretState, now: Date): Code | null {
  if (status === 'activated') return 'LINK_USED'
  if (status === 'withdrawn') return 'INVITATION_WITHDRAWN'
  if (status === 'expired') return 'LINK_EXPIRED'
  const verdict = judgeSecret(link, now)
  switch (verdict) {
    case 'usable':
      return null
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

/** Why a PIN cannot be tried, or null when it can. One that was replaced without a newer one must be asked for again. */
export function judgePin(pin: SecretState | undefined, now: Date): Code | null {
  if (pin === undefined) return 'PIN_NOT_SENT'
  const verdict = judgeSecret(pin, now)
  switch (verdict) {
    case 'usable':
      return null
    case 'used':
      return 'PIN_USED'
    case 'superseded':
    case 'expired':
      return 'PIN_EXPIRED'
    case 'exhausted':
      return 'PIN_EXHAUSTED'
    default:
      return assertNever(verdict)
  }
}
