import type { Tx } from '../../db/client.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import { privateEmailConfirmed } from '../../messages/private-email-confirmed.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { Call } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import type { ContactChangeDeps } from './ask-contact-change.ts'
import { proveEmail } from './confirm-email-change.ts'
import type { Moved } from './move-email.ts'
import { judgePrivate } from './set-private-email.ts'

/** The code came back: the private address is the one on file, and both mailboxes read what that means. */
export async function confirmPrivateEmail(
  deps: ContactChangeDeps,
  call: Call,
  { code }: { readonly code: string },
): Promise<{ readonly personId: string }> {
  return proveEmail(deps, call, {
    act: 'privateEmailConfirm',
    code,
    judge: judgePrivate,
    tellNew: (tx, own, moved) => tellNewAddress(tx, deps, own, moved),
  })
}

/** To the mailbox that was just proven. */
async function tellNewAddress(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { account, person }: AccountOwner,
  { email, isSignInName }: Moved,
): Promise<void> {
  await tellAccount(tx, deps, { account, person: { ...person, email } }, ({ portal }) => ({
    template: privateEmailConfirmed,
    params: { changedAt: tx.now, isSignInName, signInUrl: signInUrl(portal) },
    key: privateEmailConfirmed.name,
  }))
}
