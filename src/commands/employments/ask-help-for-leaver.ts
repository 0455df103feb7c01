import type { Pool } from '../../db/client.ts'
import { referenceOf } from '../../db/journey-cases.ts'
import { appendFact } from '../../db/journeys.ts'
import { findOffboarding } from '../../db/offboardings.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { openTask } from '../journeys/open-task.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { calendarOf, findingsOfCase } from './leaving-case.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** Some days before the last one: HR hears of what would lock the leaver out. A task that is open makes it safe to repeat. */
export async function askHelpForLeaver(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'askHelpForLeaver', async (tx, journey) => {
    const held = await findOffboarding(tx, journey.id)
    if (held?.offboarding.cause !== 'left') return 'changed'
    const { warnAt, narrowAt } = calendarOf(held)
    if (warnAt > tx.now) return 'notYet'
    const findings = await findingsOfCase(tx, held)
    if (findings.length === 0) return 'changed'
    const about = { ...held, concerns: await referenceOf(tx, journey) }
    if (!(await openTask(tx, deps, about, { kind: 'HELP_LEAVER', dueAt: narrowAt }))) return 'changed'
    await appendFact(tx, journey, { fact: 'leaverAtRisk', actor: storyOf(act), data: { findings: findings.join(' ') } })
    return 'done'
  })
}
