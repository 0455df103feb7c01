import { type Tx, violatedConstraint } from '../../db/client.ts'
import { type Call, execute, refuse } from '../execute.ts'
import type { ContactChangeDeps, JudgeContact } from './ask-contact-change.ts'
import type { Own } from './hold-own-account.ts'
import { type Moved, moveEmail } from './move-email.ts'
import { proveContact } from './prove-contact.ts'
import { isTaken } from './start-email-change.ts'

/**
 * The code came back from the new mailbox: mail goes there from now on, and where people sign in with their address, it is
 * the new one. The old one is told, and what was opened elsewhere ends.
 */
export async function confirmEmailChange(
  deps: ContactChangeDeps,
  call: Call,
  { code }: { readonly code: string },
): Promise<{ readonly personId: string }> {
  return proveEmail(deps, call, { act: 'emailChangeConfirm', code })
}

type ProvingEmail = {
  readonly act: string
  readonly code: string
  /** Why it can no longer be this address; null when it can. */
  readonly judge?: JudgeContact
  /** Tells the new mailbox as well. */
  readonly tellNew?: (tx: Tx, own: Own, moved: Moved) => Promise<void>
}

/** The same for every act that ends in another mail address. */
export async function proveEmail(
  deps: ContactChangeDeps,
  call: Call,
  { act, code, judge, tellNew }: ProvingEmail,
): Promise<{ readonly personId: string }> {
  try {
    return await proveContact(deps, call, {
      act,
      channel: 'mail',
      code,
      accept: async (tx, { own, value }) => {
        const refused = (await judge?.(tx, own, value)) ?? null
        if (refused !== null) return refuse(refused)
        if (await isTaken(tx, own.account.id, value)) return refuse('ADDRESS_TAKEN')
        const moved = await moveEmail(tx, deps, own, { email: value, keepSessionId: own.session.id })
        if (moved !== null) await tellNew?.(tx, own, moved)
        return undefined
      },
    })
  } catch (error) {
    // Taken by somebody at this very moment; the transaction is gone, the refusal is written by another one.
    if (violatedConstraint(error) !== 'accounts_identifier') throw error
    return execute<never>(deps, call, act, async () => refuse('ADDRESS_TAKEN'))
  }
}
