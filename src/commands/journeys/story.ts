import { writeAudit } from '../../db/audit.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { type JourneyRow, lockJourney } from '../../db/journeys.ts'
import { hasKey } from '../../db/messages.ts'
import type { Actor } from '../../domain/accounts/access.ts'
import { planKey } from '../../domain/journeys/journey.ts'

/** An act of a story: for which plan and seq it was decided, and the key that makes it safe to repeat. */
export type Act = {
  readonly portalId: string
  readonly journeyId: string
  readonly plan: number
  readonly seq: number
  readonly key: string
}

export type Answer = 'done' | 'notYet' | 'changed'

/** The story's own actor: it raises no seq and wakes nobody. */
export function storyOf(act: Pick<Act, 'journeyId'>): Actor {
  return { kind: 'journey', journeyId: act.journeyId }
}

/**
 * Performs an act of a story under the journey's lock, where everything is decided again. Only a deed leaves traces: an
 * answer of notYet or changed must not have written anything before it is given.
 */
export async function perform(
  deps: { readonly app: Pool },
  act: Act,
  name: string,
  work: (tx: Tx, journey: JourneyRow) => Promise<Answer>,
): Promise<Answer> {
  return inPortal(deps.app, act.portalId, async (tx) => {
    const journey = await lockJourney(tx, act.journeyId)
    if (journey === undefined || journey.status !== 'open' || journey.plan !== act.plan) return 'changed'
    if (await hasKey(tx, journey.id, planKey(act.plan, act.key))) return 'done'
    const answer = await work(tx, journey)
    if (answer !== 'done') return answer
    await writeAudit(tx, {
      actorKind: 'journey',
      actorId: journey.id,
      act: name,
      code: 'DONE',
      subjectId: journey.subjectId,
      journeyId: journey.id,
      correlationId: `${journey.id}/${act.plan}/${act.key}`,
    })
    return answer
  })
}
