import { findAccountByIdentifier } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { getPortal } from '../../db/portals.ts'
import { parseEmail } from '../../domain/accounts/contact.ts'
import { type MailCode, mailCode } from '../../messages/mail-code.ts'
import type { Call } from '../execute.ts'
import { tellAccount } from '../messages/tell-account.ts'
import {
  askContactChange,
  type ContactChangeAsked,
  type ContactChangeDeps,
  type ContactCode,
  type JudgeContact,
} from './ask-contact-change.ts'

/**
 * Sends a code to another mail address of one's own. Where people sign in with their address, one that belongs to somebody
 * else is answered and written alike, but its mailbox gets nothing: nobody learns here who has an account.
 */
export async function startEmailChange(
  deps: ContactChangeDeps,
  call: Call,
  { email }: { readonly email: string },
): Promise<ContactChangeAsked> {
  return askEmail(deps, call, { act: 'emailChangeStart', email })
}

type AskingEmail = { readonly act: string; readonly email: string; readonly judge?: JudgeContact }

/** The same for every act that ends in another mail address. */
export async function askEmail(
  deps: ContactChangeDeps,
  call: Call,
  { act, email, judge }: AskingEmail,
): Promise<ContactChangeAsked> {
  return askContactChange(deps, call, {
    act,
    channel: 'mail',
    value: parseEmail(email),
    malformed: { path: 'email', code: 'INVALID_EMAIL' },
    judge,
    send: async (tx, code) => {
      if (!(await isTaken(tx, code.own.account.id, code.value))) await sendCode(tx, deps, code)
    },
  })
}

/** Whether somebody else signs in with this address. */
export async function isTaken(tx: Tx, accountId: string, email: string): Promise<boolean> {
  if ((await getPortal(tx)).identifier !== 'email') return false
  const owner = await findAccountByIdentifier(tx, email)
  return owner !== undefined && owner.id !== accountId
}

async function sendCode(
  tx: Tx,
  deps: ContactChangeDeps,
  { own: { account, person, policy }, value, secret, expiresAt }: ContactCode,
): Promise<void> {
  await tellAccount<MailCode>(tx, deps, { account, person: { ...person, email: value } }, () => ({
    template: mailCode,
    params: { validMinutes: policy.factors.codeMinutes, purpose: 'EMAIL_CHANGE' },
    key: 'mail-code',
    secret,
    sendBefore: expiresAt,
  }))
}
