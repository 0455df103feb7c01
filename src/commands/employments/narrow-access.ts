import { lockSubject } from '../../db/accounts.ts'
import type { Pool } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { findOffboarding, moveOffboarding } from '../../db/offboardings.ts'
import { authorOf } from '../../domain/accounts/access.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { endTrust } from '../accounts/end-trust.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { changeRights, endsOfCause } from './change-rights.ts'
import { calendarOf } from './leaving-case.ts'
import { queueLeavingMail } from './queue-leaving-mail.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/**
 * The last day is over. The rights went by the clock; here what was opened under them ends, and whatever was given since the
 * plan without its knowledge.
 */
export async function narrowAccess(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'narrowAccess', async (tx, journey) => {
    await lockSubject(tx, journey)
    const held = await findOffboarding(tx, journey.id)
    if (held === undefined) return 'changed'
    const { organisationId, accountId, cause } = held.offboarding
    const calendar = calendarOf(held)
    if (calendar.narrowAt > tx.now) return 'notYet'
    if (!(await moveOffboarding(tx, journey.id, { from: ['planned'], to: { status: 'narrowed' } }))) return 'changed'
    const actor = storyOf(act)
    const leaver = { accountId, journeyId: journey.id, ends: calendar }
    await changeRights(tx, { organisationId, by: authorOf(actor), why: endsOfCause(cause) }, [leaver])
    await endTrust(tx, accountId, { reason: 'ACCESS_CHANGED' })
    if (!calendar.isPast)
      await queueLeavingMail(tx, deps, held, { mail: 'narrowed', key: act.key, sendBefore: calendar.closeAt })
    await appendFact(tx, journey, { fact: 'narrowed', actor })
    return 'done'
  })
}
