import { type ActivationCase, findActivation, type Planning, planActivation } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { type Change, cancelUnsent, raiseJourney } from '../../db/journeys.ts'
import { wasInvited } from '../../db/messages.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { calendarOf } from './activation-links.ts'
import { inviteNow, type LinkDeps } from './invite-now.ts'

export type Replan = { readonly actor: Actor; readonly planning?: Planning; readonly change?: Change }

/**
 * The next plan of an invitation: what the older ones have not handed over is cancelled, their links and PINs are
 * replaced, and the days are counted from now. Where the invitation is due at once it leaves with this transaction, so
 * that it does not wait for Temporal. The journey must be locked.
 */
export async function replan(
  tx: Tx,
  deps: LinkDeps,
  { journey, account }: ActivationCase,
  { actor, planning = {}, change = {} }: Replan,
): Promise<ActivationCase> {
  await cancelUnsent(tx, journey.id)
  await supersedeSecrets(tx, account.id, ['activation-link', 'activation-pin', 'activation-continuation'])
  await planActivation(tx, journey.id, { plannedAt: tx.now, ...planning })
  await raiseJourney(tx, journey, { plan: journey.plan + 1, ...change })
  const invited = await findActivation(tx, journey.id)
  if (invited === undefined) throw new Error('a locked activation is gone')
  if (calendarOf(invited).inviteAt <= tx.now) {
    await inviteNow(tx, deps, invited, { actor, renewed: await wasInvited(tx, journey.id) })
  }
  return invited
}
