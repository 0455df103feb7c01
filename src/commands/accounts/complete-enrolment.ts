import type { Pool } from '../../db/client.ts'
import { type Act, type Answer, perform } from '../journeys/story.ts'
import { holdAwaited } from './awaited-enrolment.ts'
import { endStory } from './end-enrolment.ts'

/** A second step is set up, so the journey ends. The mail about it was sent by the act that set it up. */
export async function completeEnrolment(deps: { readonly app: Pool }, act: Act): Promise<Answer> {
  return perform(deps, act, 'completeEnrolment', async (tx, journey) => {
    const asked = await holdAwaited(tx, journey)
    if (!asked?.enrolled) return 'changed'
    return (await endStory(tx, journey, { act, outcome: 'enrolled' })) ? 'done' : 'changed'
  })
}
