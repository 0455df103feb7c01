import { changeContact } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { mobileChanged } from '../../messages/mobile-changed.ts'
import { mobileChangedSms } from '../../messages/mobile-changed-sms.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import type { Call } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import type { ContactChangeDeps } from './ask-contact-change.ts'
import { type ProvenContact, proveContact } from './prove-contact.ts'

/**
 * The code came back from the new number: it is the one on file. A second step by SMS keeps the number it was set up with
 * until its owner replaces it; it does not move along unasked.
 */
export async function confirmMobileChange(
  deps: ContactChangeDeps,
  call: Call,
  { code }: { readonly code: string },
): Promise<{ readonly personId: string }> {
  return proveContact(deps, call, {
    act: 'mobileChangeConfirm',
    channel: 'sms',
    code,
    accept: async (tx, proven) => {
      await changeContact(tx, proven.own.person.id, { mobile: proven.value, mobileStatus: 'proven' })
      await noteSignInChanged(tx, proven.own.account.id)
      if (proven.value !== proven.own.person.mobile) await tell(tx, deps, proven)
      return undefined
    },
  })
}

/** The mailbox, and the old number where it reached its owner. */
async function tell(tx: Tx, deps: ContactChangeDeps, { own, value }: ProvenContact): Promise<void> {
  const { person } = own
  await tellAccount(tx, deps, own, ({ portal }) => ({
    template: mobileChanged,
    params: { changedAt: tx.now, numberEnding: value.slice(-2), signInUrl: signInUrl(portal) },
    key: 'mobile-changed',
  }))
  if (person.mobile === null || person.mobileStatus === 'wrong' || person.mobileStatus === 'unreachable') return
  await tellAccount(tx, deps, own, ({ serviceDesk }) => ({
    template: mobileChangedSms,
    params: { deskPhone: serviceDesk.phone },
    key: 'mobile-changed-sms',
  }))
}
