import { type ActivationCase, hasOtherOpenActivation } from '../../db/activations.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { giveGrantsAgain } from '../../db/grants.ts'
import { appendFact } from '../../db/journeys.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import type { Code } from '../../domain/codes.ts'
import { settleLeavers } from '../employments/settle-leavers.ts'
import { type Call, execute, refuse } from '../execute.ts'
import type { Held } from '../journeys/hold-journey.ts'
import { holdActivation } from './hold-activation.ts'
import { subjectOf } from './invitation-token.ts'
import type { LinkDeps } from './invite-now.ts'
import { replan } from './replan.ts'
import { askAgain } from './report-contact-problem.ts'

/** A new link under a new plan, also after the old one expired; the earlier links stop working. */
export async function renewInvitation(
  deps: LinkDeps & { readonly app: Pool },
  call: Call,
  input: Held,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'invitationRenew', async (tx) => {
    const held = await holdActivation(tx, call, input, ['invitations.write'])
    if ('refused' in held) return held
    const subject = subjectOf(held)
    const code = await whyNot(tx, held)
    if (code !== null) return refuse(code, subject)
    const { planning, change } = await reopening(tx, deps, held, call.actor)
    // Whoever renews wants it to go out, also where it had been postponed.
    const renewal = { actor: call.actor, planning, change: { postponedUntil: null, ...change } }
    const renewed = await replan(tx, deps, held, renewal)
    await appendFact(tx, renewed.journey, { fact: 'renewed', actor: call.actor })
    await askAgain(tx, deps, renewed)
    return { value: { journeyId: held.journey.id }, ...subject }
  })
}

async function whyNot(tx: Tx, { activation, account }: ActivationCase): Promise<Code | null> {
  // Also by another invitation, since this one expired.
  if (activation.status === 'activated' || account.status === 'active') return 'ALREADY_ACTIVE'
  if (activation.status === 'withdrawn') return 'JOURNEY_ENDED'
  // Invited again since, by a journey of its own: that one is the one to renew.
  if (activation.status !== 'expired') return null
  return (await hasOtherOpenActivation(tx, activation)) ? 'JOURNEY_ENDED' : null
}

/** An expired invitation opens again: another workflow tells its story, and the access that ended with it is given again. */
async function reopening(tx: Tx, deps: LinkDeps, { activation, journey }: ActivationCase, actor: Actor) {
  if (activation.status !== 'expired') return { planning: {}, change: {} }
  if (journey.endedAt !== null) {
    const given = await giveGrantsAgain(tx, { journeyId: journey.id, endedAt: journey.endedAt, actor })
    for (const [organisationId, there] of Map.groupBy(given, (one) => one.organisationId)) {
      const again = there.map((one) => ({ ...one, startsOn: null }))
      if (organisationId !== null) await settleLeavers(tx, deps, { organisationId, actor, given: again })
    }
  }
  const change = { status: 'open', outcome: null, endedAt: null, generation: journey.generation + 1 } as const
  return { planning: { status: 'invited' as const }, change }
}
