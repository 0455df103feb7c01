import type { Pool } from '../../db/client.ts'
import { appendFact, lockJourney, raiseJourney } from '../../db/journeys.ts'
import { closeTasksOfKind } from '../../db/tasks.ts'
import { actorId } from '../../domain/accounts/access.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'

/** The cause is mended: a stuck journey's story is told on from where it stood. */
export async function retryJourney(
  deps: { readonly app: Pool },
  call: Call,
  { journeyId }: { readonly journeyId: string },
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'journeyRetry', async (tx) => {
    const journey = await lockJourney(tx, journeyId)
    const isReached = reaches(call, ['installation.write', 'journeys.write'], journey?.organisationId, tx.now)
    if (journey === undefined || !isReached) return refuse('NOT_FOUND')
    const subject = { subjectId: journey.subjectId, journeyId }
    if (journey.status !== 'open') return refuse('JOURNEY_ENDED', subject)
    if (journey.stuckAt === null) return refuse('NOT_STUCK', subject)
    await closeTasksOfKind(tx, journeyId, { kinds: ['REPAIR_JOURNEY'], closedBy: actorId(call.actor) })
    await appendFact(tx, journey, { fact: 'retried', actor: call.actor })
    await raiseJourney(tx, journey, { stuckAt: null, stuckCode: null })
    return { value: { journeyId }, ...subject }
  })
}
