import type { Pool } from '../../db/client.ts'
import { referenceOf } from '../../db/journey-cases.ts'
import { appendFact } from '../../db/journeys.ts'
import { findRecovery } from '../../db/recoveries.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { openTask } from '../journeys/open-task.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { canBeReached, planOf } from './recovery-facts.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** The code is due, and the address at which the person was told no longer counts: HR is asked, and nothing leaves. */
export async function askForRecoveryAddress(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'askForRecoveryAddress', async (tx, journey) => {
    const held = await findRecovery(tx, journey.id)
    if (held?.recovery.status !== 'approved' || (await canBeReached(tx, held))) return 'changed'
    const { issueAt, issueBefore } = planOf(held)
    if (issueAt === null || issueAt > tx.now) return 'notYet'
    const about = { ...held, concerns: await referenceOf(tx, journey) }
    if (!(await openTask(tx, deps, about, { kind: 'CORRECT_EMAIL', dueAt: issueBefore }))) return 'changed'
    await appendFact(tx, journey, { fact: 'addressAsked', actor: storyOf(act) })
    return 'done'
  })
}
