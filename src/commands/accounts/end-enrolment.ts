import type { Tx } from '../../db/client.ts'
import { endEnrolment } from '../../db/enrolments.ts'
import { appendFact, cancelTasks, cancelUnsent, endJourney, type JourneyRow } from '../../db/journeys.ts'
import { type Act, storyOf } from '../journeys/story.ts'

type End = { readonly act: Act; readonly outcome: 'enrolled' | 'lapsed' | 'withdrawn' }

/** The last step of the story: the journey and its record end together. False when something changed since the look. */
export async function endStory(tx: Tx, journey: JourneyRow, { act, outcome }: End): Promise<boolean> {
  if (!(await endJourney(tx, journey.id, { seq: act.seq, outcome }))) return false
  // Whoever enrolled was written down by the act that did it.
  if (await endEnrolment(tx, journey.id, outcome)) await appendFact(tx, journey, { fact: outcome, actor: storyOf(act) })
  await cancelUnsent(tx, journey.id)
  await cancelTasks(tx, journey.id)
  return true
}
