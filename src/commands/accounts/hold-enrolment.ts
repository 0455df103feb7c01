import type { Tx } from '../../db/client.ts'
import { type EnrolmentCase, findEnrolment } from '../../db/enrolments.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'
import { type Held, holdJourney, readReason } from '../journeys/hold-journey.ts'

type Holding = { readonly call: Call; readonly input: Held & { readonly reason: string; readonly until?: Date } }

/** An enrolment of which nothing has come yet, for the acts of HR and operators on it, with their reason. */
export async function holdEnrolment(
  tx: Tx,
  { call, input }: Holding,
): Promise<{ readonly held: EnrolmentCase; readonly note: string } | Refusal> {
  const journey = await holdJourney(tx, call, input, ['journeys.write', 'installation.write'])
  if ('refused' in journey) return journey
  const subject = { subjectId: journey.subjectId, journeyId: journey.id }
  // Those who reach other people's data are obliged because of it: none of them puts it off for themselves.
  const isOwn = call.actor.kind === 'account' && call.actor.accountId === journey.subjectId
  if (isOwn) return refuse('SECOND_PERSON_NEEDED', subject)
  const reason = readReason(input, tx.now)
  if ('refused' in reason) return { ...reason, ...subject }
  const held = await findEnrolment(tx, journey.id)
  return held?.enrolment.status === 'asked' ? { held, ...reason } : refuse('JOURNEY_ENDED', subject)
}
