import { parseMobile } from '../../domain/accounts/contact.ts'
import { numberCode } from '../../messages/number-code.ts'
import type { Call } from '../execute.ts'
import { hostOf } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { askContactChange, type ContactChangeAsked, type ContactChangeDeps } from './ask-contact-change.ts'

/** Sends a code to another mobile number of one's own. */
export async function startMobileChange(
  deps: ContactChangeDeps,
  call: Call,
  { mobile }: { readonly mobile: string },
): Promise<ContactChangeAsked> {
  return askContactChange(deps, call, {
    act: 'mobileChangeStart',
    channel: 'sms',
    value: parseMobile(mobile),
    malformed: { path: 'mobile', code: 'INVALID_MOBILE' },
    send: async (tx, { own: { account, person, policy }, value, secret, expiresAt }) =>
      tellAccount(tx, deps, { account, person: { ...person, mobile: value } }, ({ portal }) => ({
        template: numberCode,
        params: { validMinutes: policy.factors.codeMinutes, host: hostOf(portal) },
        key: 'number-code',
        secret,
        sendBefore: expiresAt,
      })),
  })
}
