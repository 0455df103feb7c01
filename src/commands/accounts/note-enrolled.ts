import type { Tx } from '../../db/client.ts'
import { endEnrolment } from '../../db/enrolments.ts'
import {
  appendFact,
  cancelTasks,
  cancelUnsent,
  type JourneyRow,
  lockOpenJourneyOf,
  raiseJourney,
} from '../../db/journeys.ts'
import type { Actor } from '../../domain/accounts/access.ts'

/**
 * The enrolment somebody is asked for, locked; undefined where nothing is asked. Called before the account is locked, as
 * journeys come first: one that begins in between is seen by its own story, which looks at the factors themselves.
 */
export async function lockOpenEnrolment(tx: Tx, accountId: string): Promise<JourneyRow | undefined> {
  return lockOpenJourneyOf(tx, { subjectId: accountId, kind: 'factor-enrolment' })
}

/** What was asked is done: nothing more is sent, and the story ends. The journey must be locked. */
export async function noteEnrolled(tx: Tx, journey: JourneyRow, actor: Actor): Promise<void> {
  if (!(await endEnrolment(tx, journey.id, 'enrolled'))) return
  await cancelUnsent(tx, journey.id)
  await cancelTasks(tx, journey.id)
  await appendFact(tx, journey, { fact: 'enrolled', actor })
  await raiseJourney(tx, journey)
}
