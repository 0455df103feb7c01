import { findActivationSight } from '../../db/activations.ts'
import { type Pool, reading } from '../../db/client.ts'
import { activationCalendar, storyInstants } from '../../domain/accounts/activation.ts'
import { DomainError } from '../../domain/errors.ts'
import { type Sight, sightOf } from '../journeys/look.ts'

type FactsSeen = { readonly activated: boolean; readonly contactProblem: boolean }

/** What the story of an activation sees: ids, integers, instants and enum values, never a person. */
export async function lookAtActivation(
  deps: { readonly app: Pool },
  ref: { readonly portalId: string; readonly journeyId: string },
): Promise<Sight<FactsSeen>> {
  return reading(deps.app, ref.portalId, async (tx) => {
    const seen = await findActivationSight(tx, ref.journeyId)
    if (seen === undefined) throw new DomainError('NOT_FOUND', { detail: `no activation ${ref.journeyId}` })
    const { journey, activation, policy, done, contactCorrectedAt } = seen
    const { plannedAt, startsOn, contactProblem } = activation
    const calendar = activationCalendar(
      { plannedAt, startsOn, postponedUntil: journey.postponedUntil },
      policy.activation,
    )
    return sightOf(tx, {
      journey,
      done,
      facts: { activated: activation.status === 'activated', contactProblem: contactProblem !== null },
      calendar: storyInstants(calendar, { contactProblem, contactCorrectedAt }),
    })
  })
}
