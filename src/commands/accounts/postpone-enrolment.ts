import type { Tx } from '../../db/client.ts'
import { planEnrolment } from '../../db/enrolments.ts'
import { appendFact, cancelUnsent, raiseJourney } from '../../db/journeys.ts'
import type { Call, Done, Refusal } from '../execute.ts'
import type { Postpone } from '../journeys/hold-journey.ts'
import { holdEnrolment } from './hold-enrolment.ts'

/** Nothing is sent before an instant to come; then the person is asked anew, and the days of grace count from there. */
export async function postponeEnrolment(
  tx: Tx,
  _deps: object,
  acting: { readonly call: Call; readonly input: Postpone },
): Promise<Done<{ readonly journeyId: string }> | Refusal> {
  const holding = await holdEnrolment(tx, acting)
  if ('refused' in holding) return holding
  const { held, note } = holding
  const { until } = acting.input
  await cancelUnsent(tx, held.journey.id)
  await planEnrolment(tx, held.journey.id)
  const change = { plan: held.journey.plan + 1, postponedUntil: until }
  const journey = await raiseJourney(tx, held.journey, change)
  const data = { until: until.toISOString() }
  await appendFact(tx, journey, { fact: 'postponed', actor: acting.call.actor, data, note })
  return { value: { journeyId: journey.id }, note, subjectId: journey.subjectId, journeyId: journey.id }
}
