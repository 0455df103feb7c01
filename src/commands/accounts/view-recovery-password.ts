import type { Tx } from '../../db/client.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { type PasswordRule, passwordRules } from '../../domain/accounts/password.ts'
import { refusalError } from '../execute.ts'
import { openRecoveryLink } from './recovery-password-link.ts'

export type RecoveryPasswordView = {
  /** With what they sign in, until the recovery is complete. */
  readonly identifier: string
  readonly passwordRules: readonly PasswordRule[]
  readonly passwordMinLength: number
  readonly mobile: string
  readonly expiresAt: Date
}

/** Shows what a link leads to. It consumes nothing and writes nothing: mail scanners open links too. */
export async function seeRecoveryPassword(
  tx: Tx,
  { token }: { readonly token: string },
): Promise<RecoveryPasswordView> {
  const opened = await openRecoveryLink(tx, token)
  if ('refused' in opened) throw refusalError(opened)
  const { held, link, mobile } = opened
  return {
    identifier: held.account.identifier,
    passwordRules: passwordRules(held.policy.password),
    passwordMinLength: held.policy.password.minLength,
    mobile: maskMobile(mobile),
    expiresAt: link.expiresAt,
  }
}
