import type { Pool } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { enrolmentAsked } from '../../messages/enrolment-asked.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { holdAwaited, isAwaited } from './awaited-enrolment.ts'
import { calendarOf, mailDeadline } from './enrolment-mails.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** The time it was postponed to has come: the person is asked anew, with the new deadline. */
export async function askEnrolment(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'askEnrolment', async (tx, journey) => {
    const asked = await holdAwaited(tx, journey)
    if (!isAwaited(asked)) return 'changed'
    if (calendarOf(asked).askAt > tx.now) return 'notYet'
    await mailDeadline(tx, deps, asked, { key: act.key, template: enrolmentAsked })
    await appendFact(tx, journey, { fact: 'enrolmentAsked', actor: storyOf(act) })
    return 'done'
  })
}
