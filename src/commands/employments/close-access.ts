import { lockSubject } from '../../db/accounts.ts'
import type { Pool } from '../../db/client.ts'
import { appendFact, cancelTasks, cancelUnsent, endJourney } from '../../db/journeys.ts'
import { findOffboarding, moveOffboarding, underWay } from '../../db/offboardings.ts'
import { authorOf } from '../../domain/accounts/access.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { endTrust } from '../accounts/end-trust.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { changeRights, endsOfCause } from './change-rights.ts'
import { calendarOf } from './leaving-case.ts'
import { queueLeavingMail } from './queue-leaving-mail.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/**
 * Access has ended by the clock; here what was opened ends too, a mail says so, and with it the journey. What HR was asked to
 * send by post, or to do for the heirs, stays open.
 */
export async function closeAccess(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'closeAccess', async (tx, journey) => {
    await lockSubject(tx, journey)
    const held = await findOffboarding(tx, journey.id)
    if (held === undefined) return 'changed'
    const { organisationId, accountId, cause } = held.offboarding
    const calendar = calendarOf(held)
    if (calendar.closeAt > tx.now) return 'notYet'
    if (!(await endJourney(tx, journey.id, { seq: act.seq, outcome: 'closed' }))) return 'changed'
    if (!(await moveOffboarding(tx, journey.id, { from: underWay, to: { status: 'closed' } }))) {
      throw new Error('a locked leaving moved')
    }
    const actor = storyOf(act)
    const leaver = { accountId, journeyId: journey.id, ends: calendar }
    await changeRights(tx, { organisationId, by: authorOf(actor), why: endsOfCause(cause) }, [leaver])
    await endTrust(tx, accountId, { reason: 'ACCESS_CHANGED' })
    // HR's own mail about what is still to do goes out.
    await cancelUnsent(tx, journey.id, held.person.id)
    await cancelTasks(tx, journey.id, 'HELP_LEAVER')
    await queueLeavingMail(tx, deps, held, { mail: 'closed', key: act.key })
    await appendFact(tx, journey, { fact: 'closed', actor })
    return 'done'
  })
}
