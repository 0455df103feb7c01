import type { Tx } from '../../db/client.ts'
import { policyInEffect } from '../../db/portals.ts'
import { type PasswordRule, passwordRules } from '../../domain/accounts/password.ts'
import { refusalError } from '../execute.ts'
import { openReset } from './reset-link.ts'

export type PasswordResetView = {
  /** With what they sign in. */
  readonly identifier: string
  readonly passwordRules: readonly PasswordRule[]
  readonly passwordMinLength: number
  readonly expiresAt: Date
}

/** Shows what a link leads to. It consumes nothing and writes nothing: mail scanners open links too. */
export async function seePasswordReset(tx: Tx, { token }: { readonly token: string }): Promise<PasswordResetView> {
  const opened = await openReset(tx, token)
  if ('refused' in opened) throw refusalError(opened)
  const { policy } = await policyInEffect(tx)
  return {
    identifier: opened.account.identifier,
    passwordRules: passwordRules(policy.password),
    passwordMinLength: policy.password.minLength,
    expiresAt: opened.link.expiresAt,
  }
}
