export type SecretPurpose =
  | 'activation-link'
  | 'activation-pin'
  | 'activation-continuation'
  /** A code by SMS for one sign-in. */
  | 'sign-in-code'
  /** Codes that prove a number, and a mailbox, while a factor is set up or a contact changes. */
  | 'number-code'
  | 'mail-code'
  | 'password-reset'
  /** The link that stops a recovery. */
  | 'recovery-objection'
  /** The link and the PIN with which somebody who is recovered chooses a password. */
  | 'recovery-password'
  | 'recovery-pin'
  /** The row a sealed backup code rides under in its message; the code itself is kept in its set. */
  | 'backup-code-copy'

export type SecretState = {
  readonly usedAt: Date | null
  readonly supersededAt: Date | null
  readonly expiresAt: Date
  readonly attempts: number
  readonly maxAttempts: number
}

export type SecretVerdict = 'usable' | 'used' | 'superseded' | 'expired' | 'exhausted'

/** Used is told before expired, so that whoever finished yesterday reads "already used" and not "too late". */
export function judgeSecret(secret: SecretState, now: Date): SecretVerdict {
  if (secret.usedAt !== null) return 'used'
  if (secret.supersededAt !== null) return 'superseded'
  if (secret.expiresAt <= now) return 'expired'
  if (secret.attempts >= secret.maxAttempts) return 'exhausted'
  return 'usable'
}
