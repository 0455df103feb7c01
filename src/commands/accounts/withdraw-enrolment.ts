import type { Tx } from '../../db/client.ts'
import { endEnrolment } from '../../db/enrolments.ts'
import type { Call, Done, Refusal } from '../execute.ts'
import { endFromOutside } from '../journeys/end-from-outside.ts'
import type { Withdraw } from '../journeys/hold-journey.ts'
import { holdEnrolment } from './hold-enrolment.ts'

/** Nothing more is asked now. Whoever is still obliged is asked afresh at their next sign-in, with all days of grace. */
export async function withdrawEnrolment(
  tx: Tx,
  _deps: object,
  acting: { readonly call: Call; readonly input: Withdraw },
): Promise<Done<{ readonly journeyId: string }> | Refusal> {
  const holding = await holdEnrolment(tx, acting)
  if ('refused' in holding) return holding
  const { journey } = holding.held
  await endEnrolment(tx, journey.id, 'withdrawn')
  await endFromOutside(tx, journey, { outcome: 'withdrawn', actor: acting.call.actor, note: holding.note })
  return { value: { journeyId: journey.id }, note: holding.note, subjectId: journey.subjectId, journeyId: journey.id }
}
