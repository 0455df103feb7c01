import { setPassword } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { type AccountOwner, findOwner } from '../../db/own-account.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { passwordChanged } from '../../messages/password-changed.ts'
import { passwordSet } from '../../messages/password-set.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { endTrust } from './end-trust.ts'
import { moveEmail } from './move-email.ts'
import { isTaken } from './start-email-change.ts'

type Deps = { readonly sealing: SealingPort }

export type Applying = { readonly actor: Actor; readonly flowId: string }

/**
 * What a recovery brought counts from its end on and not a moment earlier: the password that was chosen, then the private
 * address, each told to the mailbox that was on file. The sign-in that completes it goes on.
 */
export async function applyRecovered(tx: Tx, deps: Deps, held: RecoveryCase, applying: Applying): Promise<void> {
  const { passwordHash, privateEmail } = held.recovery
  if (passwordHash !== null) await changePassword(tx, deps, { held, passwordHash, ...applying })
  if (privateEmail !== null) await changeAddress(tx, deps, { held, privateEmail, ...applying })
}

type Changing = Applying & { readonly held: RecoveryCase }

async function changePassword(
  tx: Tx,
  deps: Deps,
  { held, passwordHash, flowId }: Changing & { readonly passwordHash: string },
): Promise<void> {
  const owner = await ownerNow(tx, held)
  const { id, credentialVersion } = owner.account
  if (!(await setPassword(tx, id, { passwordHash, credentialVersion }))) throw new Error('a locked account changed')
  await endTrust(tx, id, { reason: 'PASSWORD_CHANGED', keepFlowId: flowId })
  await noteSignInChanged(tx, id)
  const key = `recovered-password/${held.journey.id}`
  if (owner.account.passwordHash === null) {
    return tellAccount(tx, deps, owner, ({ portal }) => ({
      template: passwordSet,
      params: { signInUrl: signInUrl(portal), setAt: tx.now },
      key,
    }))
  }
  await tellAccount(tx, deps, owner, ({ portal }) => ({
    template: passwordChanged,
    params: { signInUrl: signInUrl(portal), changedAt: tx.now, byReset: true },
    key,
  }))
}

/** Somebody else may have come to sign in with that address since it was given: then the old one stays on file. */
async function changeAddress(
  tx: Tx,
  deps: Deps,
  { held, privateEmail, actor, flowId }: Changing & { readonly privateEmail: string },
): Promise<void> {
  const owner = await ownerNow(tx, held)
  if (await isTaken(tx, owner.account.id, privateEmail)) {
    return appendFact(tx, held.journey, { fact: 'privateAddressTaken', actor })
  }
  await moveEmail(tx, deps, owner, { email: privateEmail, keepFlowId: flowId })
  await appendFact(tx, held.journey, { fact: 'privateAddressProven', actor })
}

async function ownerNow(tx: Tx, { account }: RecoveryCase): Promise<AccountOwner> {
  const owner = await findOwner(tx, account.id)
  if (owner === undefined) throw new Error('an account without a person')
  return owner
}
