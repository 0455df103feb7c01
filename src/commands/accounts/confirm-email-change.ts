import { changeContact, changeIdentifier } from '../../db/accounts.ts'
import { type Tx, violatedConstraint } from '../../db/client.ts'
import { getPortal } from '../../db/portals.ts'
import { maskEmail } from '../../domain/accounts/contact.ts'
import { emailChanged } from '../../messages/email-changed.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import type { ContactChangeDeps } from './ask-contact-change.ts'
import { endTrust } from './end-trust.ts'
import { type ProvenContact, proveContact } from './prove-contact.ts'
import { isTaken } from './start-email-change.ts'

const act = 'emailChangeConfirm'

/**
 * The code came back from the new mailbox: mail goes there from now on, and where people sign in with their address, it is
 * the new one. The old one is told, and what was opened elsewhere ends.
 */
export async function confirmEmailChange(
  deps: ContactChangeDeps,
  call: Call,
  { code }: { readonly code: string },
): Promise<{ readonly personId: string }> {
  try {
    return await proveContact(deps, call, {
      act,
      channel: 'mail',
      code,
      accept: (tx, proven) => change(tx, deps, proven),
    })
  } catch (error) {
    // Taken by somebody at this very moment; the transaction is gone, the refusal is written by another one.
    if (violatedConstraint(error) !== 'accounts_identifier') throw error
    return execute<never>(deps, call, act, async () => refuse('ADDRESS_TAKEN'))
  }
}

async function change(tx: Tx, deps: ContactChangeDeps, { own, value }: ProvenContact): Promise<Refusal | undefined> {
  const { account, person, session } = own
  if (await isTaken(tx, account.id, value)) return refuse('ADDRESS_TAKEN')
  await changeContact(tx, person.id, { email: value, emailStatus: 'proven' })
  // The same mailbox, proven at last: nothing else changed.
  if (value === person.email) return undefined
  if ((await getPortal(tx)).identifier === 'email') await changeIdentifier(tx, account.id, value)
  await endTrust(tx, account.id, { reason: 'EMAIL_CHANGED', keepSessionId: session.id })
  await tellAccount(tx, deps, own, ({ portal }) => ({
    template: emailChanged,
    params: { changedAt: tx.now, newAddress: maskEmail(value), signInUrl: signInUrl(portal) },
    key: 'email-changed',
  }))
  return undefined
}
