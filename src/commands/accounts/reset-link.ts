import { lockAccount } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { type AccountOwner, findOwner } from '../../db/own-account.ts'
import { findSecretByToken, type SecretRow } from '../../db/secrets.ts'
import { judgeResetLink } from '../../domain/accounts/reset-link.ts'
import { lockBeforeSignInChange } from '../employments/note-sign-in-changed.ts'
import { type Refusal, refuse } from '../execute.ts'
import { isAccountShut } from './shut-account.ts'

export type OpenedReset = AccountOwner & { readonly link: SecretRow }

/** What a link to a new password leads to, for looking. What is read may have changed a moment later. */
export async function openReset(tx: Tx, token: string): Promise<OpenedReset | Refusal> {
  const link = await findSecretByToken(tx, token, 'password-reset')
  const owner = link && (await findOwner(tx, link.accountId))
  if (link === undefined || owner === undefined) return refuse('LINK_UNKNOWN')
  const status = (await isAccountShut(tx, owner.account.id)) ? 'closed' : owner.account.status
  const code = judgeResetLink(status, link, tx.now)
  return code === null ? { ...owner, link } : refuse(code, { subjectId: owner.account.id })
}

/** The same with the account locked: what is read now stays true until the end of the transaction. */
export async function holdReset(tx: Tx, token: string): Promise<OpenedReset | Refusal> {
  const link = await findSecretByToken(tx, token, 'password-reset')
  if (link !== undefined) {
    await lockBeforeSignInChange(tx, link.accountId)
    await lockAccount(tx, link.accountId)
  }
  return openReset(tx, token)
}
