import { type ActivationCase, findActivation, insertActivation } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { grantsOfOthers, passGrantsOn } from '../../db/grants.ts'
import { appendFact } from '../../db/journeys.ts'
import { policyInEffect } from '../../db/portals.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { localDate } from '../../domain/time.ts'
import { calendarOf } from './activation-links.ts'
import { inviteNow, type LinkDeps } from './invite-now.ts'
import { askAgain } from './report-contact-problem.ts'

/**
 * One organisation withdraws; another one had invited the same person while this journey was under way. Its invitation
 * stands: it goes on as a journey of its own, and no organisation ends what another one gave.
 */
export async function passOn(
  tx: Tx,
  deps: LinkDeps,
  { journey, activation }: ActivationCase,
  actor: Actor,
): Promise<void> {
  const [heir] = await grantsOfOthers(tx, journey)
  if (heir === undefined) return
  const journeyId = await insertActivation(tx, {
    accountId: activation.accountId,
    organisationId: heir.organisationId,
    role: heir.role,
    startsOn: heir.validFrom > tx.now ? localDate(heir.validFrom) : null,
    contactProblem: activation.contactProblem,
    invitedBy: activation.invitedBy,
    policyVersion: (await policyInEffect(tx)).version,
  })
  await passGrantsOn(tx, journey.id, journeyId)
  const invited = await findActivation(tx, journeyId)
  if (invited === undefined) throw new Error('an activation was not written')
  await appendFact(tx, invited.journey, { fact: 'invited', actor })
  await askAgain(tx, deps, invited)
  if (calendarOf(invited).inviteAt <= tx.now) await inviteNow(tx, deps, invited, { actor, renewed: false })
}
