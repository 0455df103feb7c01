import type { ActivationCase } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { insertSecret } from '../../db/secrets.ts'
import { type ActivationCalendar, activationCalendar, needsPin } from '../../domain/accounts/activation.ts'
import type { Portal } from '../../domain/portals/portal.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import { activationLink } from '../messages/links.ts'

export type MintedLink = { readonly id: string; readonly plain: string }

/** One more link under the present plan. The earlier ones of this plan go on working: the link that arrived must work. */
export async function mintLink(
  tx: Tx,
  deps: { readonly random: RandomPort },
  invited: ActivationCase,
  portal: Portal,
): Promise<MintedLink> {
  const token = deps.random.token()
  const id = await insertSecret(tx, {
    accountId: invited.account.id,
    journeyId: invited.journey.id,
    plan: invited.journey.plan,
    purpose: 'activation-link',
    expiresAt: calendarOf(invited).expiresAt,
    maxAttempts: 1,
    token,
  })
  return { id, plain: activationLink(portal, token) }
}

export function calendarOf({ activation, journey, policy }: ActivationCase): ActivationCalendar {
  const { plannedAt, startsOn } = activation
  return activationCalendar({ plannedAt, startsOn, postponedUntil: journey.postponedUntil }, policy.activation)
}

export function pinNeeded({ activation, person, policy }: ActivationCase): boolean {
  return needsPin(policy.activation, { mobile: person.mobile, byInstallation: activation.invitedBy === null })
}
