import type { Tx } from '../../db/client.ts'
import { mailDomainsOf } from '../../db/organisations.ts'
import { isMailOf } from '../../domain/accounts/contact.ts'
import type { Code } from '../../domain/codes.ts'
import type { Call } from '../execute.ts'
import type { ContactChangeAsked, ContactChangeDeps } from './ask-contact-change.ts'
import type { Own } from './hold-own-account.ts'
import { askEmail } from './start-email-change.ts'

/** Sends a code to an address that stays theirs when they leave: the change of a mail address, but for one of an employer. */
export async function setPrivateEmail(
  deps: ContactChangeDeps,
  call: Call,
  { email }: { readonly email: string },
): Promise<ContactChangeAsked> {
  return askEmail(deps, call, { act: 'privateEmailSet', email, judge: judgePrivate })
}

/** Why an address is none of their own; null when it may be. */
export async function judgePrivate(tx: Tx, { account }: Pick<Own, 'account'>, email: string): Promise<Code | null> {
  return isMailOf(email, await mailDomainsOf(tx, account.id)) ? 'WORK_ADDRESS' : null
}
