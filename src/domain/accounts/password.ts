import type { Policy } from '../portals/policy.ts'

export type PasswordRule =
  | 'TOO_SHORT'
  | 'TOO_LONG'
  | 'TOO_COMMON'
  | 'NAMES_YOU'
  | 'NEEDS_LOWER'
  | 'NEEDS_UPPER'
  | 'NEEDS_DIGIT'
  | 'NEEDS_PUNCTUATION'

// Long enough for any passphrase; the bound keeps a megabyte of "password" away from the hash.
export const longestPassword = 256

const composition = {
  lower: { rule: 'NEEDS_LOWER', pattern: /\p{Ll}/u },
  upper: { rule: 'NEEDS_UPPER', pattern: /\p{Lu}/u },
  digit: { rule: 'NEEDS_DIGIT', pattern: /\p{Nd}/u },
  punctuation: { rule: 'NEEDS_PUNCTUATION', pattern: /[^\p{L}\p{N}\s]/u },
} as const

export type PasswordContext = {
  /** Words an attacker would try first for this person: name, mail address, portal. */
  readonly words: readonly string[]
  readonly isCommon: (password: string) => boolean
}

/** The rules to show beside the field before anything is typed (S002-025). */
export function passwordRules(policy: Policy['password']): readonly PasswordRule[] {
  return [
    'TOO_SHORT',
    'TOO_LONG',
    'TOO_COMMON',
    'NAMES_YOU',
    ...policy.composition.map((part) => composition[part].rule),
  ]
}

/** Every rule the password breaks, not only the first: people mend them all at once. */
export function brokenRules(
  password: string,
  policy: Policy['password'],
  context: PasswordContext,
): readonly PasswordRule[] {
  const length = [...password].length
  const folded = password.toLowerCase()
  return passwordRules(policy).filter((rule) => {
    if (rule === 'TOO_SHORT') return length < policy.minLength
    if (rule === 'TOO_LONG') return length > longestPassword
    if (rule === 'TOO_COMMON') return context.isCommon(folded)
    if (rule === 'NAMES_YOU') return namesSomebody(folded, context.words)
    return policy.composition.some(
      (part) => composition[part].rule === rule && !composition[part].pattern.test(password),
    )
  })
}

/** A password is too close to its owner when little is left of it once their words are taken out. */
function namesSomebody(password: string, words: readonly string[]): boolean {
  const parts = words.flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 4)
  const rest = parts.reduce((left, word) => left.replaceAll(word, ''), password)
  return rest !== password && [...rest].length < 8
}
