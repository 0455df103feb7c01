import type { Pool } from '../../db/client.ts'
import { findOffboarding } from '../../db/offboardings.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform } from '../journeys/story.ts'
import { calendarOf } from './leaving-case.ts'
import { queueLeavingMail } from './queue-leaving-mail.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** What happens when: where the command that planned did not say so itself. */
export async function tellLeavingPlan(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'tellLeavingPlan', async (tx, journey) => {
    const held = await findOffboarding(tx, journey.id)
    if (held?.offboarding.cause !== 'left') return 'changed'
    const { closeAt } = calendarOf(held)
    if (closeAt <= tx.now) return 'changed'
    await queueLeavingMail(tx, deps, held, { mail: 'plan', key: act.key, isAnew: act.plan > 1, sendBefore: closeAt })
    return 'done'
  })
}
