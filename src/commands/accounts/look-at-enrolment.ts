import { type Pool, reading } from '../../db/client.ts'
import { findEnrolmentSight } from '../../db/enrolments.ts'
import { enrolmentCalendar, enrolmentInstants } from '../../domain/accounts/enrolment.ts'
import { DomainError } from '../../domain/errors.ts'
import { type Sight, sightOf } from '../journeys/look.ts'
import { isStillObliged } from './still-obliged.ts'

type FactsSeen = { readonly enrolled: boolean; readonly obliged: boolean }

/** What the story of an enrolment sees. A factor that is there counts, whether or not the journey was told of it. */
export async function lookAtEnrolment(
  deps: { readonly app: Pool },
  ref: { readonly portalId: string; readonly journeyId: string },
): Promise<Sight<FactsSeen>> {
  return reading(deps.app, ref.portalId, async (tx) => {
    const seen = await findEnrolmentSight(tx, ref.journeyId)
    if (seen === undefined) throw new DomainError('NOT_FOUND', { detail: `no enrolment ${ref.journeyId}` })
    const { journey, enrolment, account, policy, done } = seen
    const { plannedAt, status } = enrolment
    const calendar = enrolmentCalendar({ plannedAt, postponedUntil: journey.postponedUntil }, policy.factors)
    return sightOf(tx, {
      journey,
      done,
      facts: { enrolled: status === 'enrolled' || seen.hasFactor, obliged: await isStillObliged(tx, account) },
      calendar: enrolmentInstants(calendar, { mailBounces: seen.emailStatus === 'bounced' }),
    })
  })
}
