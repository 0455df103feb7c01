import { changeContact, changeIdentifier } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import { getPortal } from '../../db/portals.ts'
import { maskEmail } from '../../domain/accounts/contact.ts'
import { emailChanged } from '../../messages/email-changed.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { type EndTrust, endTrust } from './end-trust.ts'

type Moving = Omit<EndTrust, 'reason'> & { readonly email: string }

/** isSignInName: people sign in with their address here, so that from now on it is the new one. */
export type Moved = { readonly email: string; readonly isSignInName: boolean }

/**
 * A proven address takes the place of the one on file: what was opened under the old one ends, and the old one is told. Null
 * where it is the same mailbox, proven at last. The account must be locked, and the address nobody else's.
 */
export async function moveEmail(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  owner: AccountOwner,
  { email, ...kept }: Moving,
): Promise<Moved | null> {
  const { account, person } = owner
  await changeContact(tx, person.id, { email, emailStatus: 'proven' })
  await noteSignInChanged(tx, account.id)
  if (email === person.email) return null
  const isSignInName = (await getPortal(tx)).identifier === 'email'
  if (isSignInName) await changeIdentifier(tx, account.id, email)
  await endTrust(tx, account.id, { reason: 'EMAIL_CHANGED', ...kept })
  await tellAccount(tx, deps, owner, ({ portal }) => ({
    template: emailChanged,
    params: { changedAt: tx.now, newAddress: maskEmail(email), isSignInName, signInUrl: signInUrl(portal) },
    key: 'email-changed',
  }))
  return { email, isSignInName }
}
