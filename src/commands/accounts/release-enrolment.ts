import type { Pool } from '../../db/client.ts'
import { type Act, type Answer, perform } from '../journeys/story.ts'
import { holdAwaited } from './awaited-enrolment.ts'
import { endStory } from './end-enrolment.ts'

/** The policy, or a role that ended, asks nothing of this person any more: the journey ends as withdrawn. */
export async function releaseEnrolment(deps: { readonly app: Pool }, act: Act): Promise<Answer> {
  return perform(deps, act, 'releaseEnrolment', async (tx, journey) => {
    const asked = await holdAwaited(tx, journey)
    if (asked === undefined || asked.enrolled || asked.obliged) return 'changed'
    return (await endStory(tx, journey, { act, outcome: 'withdrawn' })) ? 'done' : 'changed'
  })
}
