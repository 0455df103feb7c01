export type SecretPurpose = 'activation-link' | 'activation-pin' | 'activation-continuation'

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
