import type { Pool } from '../../db/client.ts'
import { enrolmentLapsed } from '../../messages/enrolment-lapsed.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform } from '../journeys/story.ts'
import { signInUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import { holdAwaited, isAwaited } from './awaited-enrolment.ts'
import { endStory } from './end-enrolment.ts'
import { calendarOf } from './enrolment-mails.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/**
 * Grace is over: the person is told that signing in leads to setting up a second step first. It leads there since the
 * deadline, whether this is told or not. The mail and the end are one transaction.
 */
export async function lapseEnrolment(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'lapseEnrolment', async (tx, journey) => {
    const asked = await holdAwaited(tx, journey)
    if (!isAwaited(asked)) return 'changed'
    if (calendarOf(asked).deadlineAt > tx.now) return 'notYet'
    if (!(await endStory(tx, journey, { act, outcome: 'lapsed' }))) return 'changed'
    const sender = await senderOf(tx, asked.organisation)
    await queueMessage(tx, deps, sender, {
      template: enrolmentLapsed,
      params: { signInUrl: signInUrl(sender.portal) },
      to: asked.person,
      journey,
      key: 'lapsed',
    })
    return 'done'
  })
}
