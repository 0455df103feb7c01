import type { Pool, Tx } from '../../db/client.ts'
import { referenceOf } from '../../db/journey-cases.ts'
import { appendFact } from '../../db/journeys.ts'
import { findOffboarding, hasStatement, type OffboardingCase } from '../../db/offboardings.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { openTask } from '../journeys/open-task.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { calendarOf } from './leaving-case.ts'
import { queueLeavingMail } from './queue-leaving-mail.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** The annual statement is there: the leaver hears of it, and until when it can be had. */
export async function announceStatement(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'announceStatement', async (tx, journey) => {
    const held = await findOffboarding(tx, journey.id)
    if (held === undefined || !(await isPublished(tx, held))) return 'changed'
    const { closeAt, statementYear } = calendarOf(held)
    if (closeAt <= tx.now) return 'changed'
    await queueLeavingMail(tx, deps, held, { mail: 'statement', key: act.key, sendBefore: closeAt })
    await appendFact(tx, journey, { fact: 'statementAnnounced', actor: storyOf(act), data: { year: statementYear } })
    return 'done'
  })
}

/** It is March and the statement is missing: HR asks payroll for it, or extends. A task that is open makes it safe to repeat. */
export async function chaseStatement(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'chaseStatement', async (tx, journey) => {
    const held = await findOffboarding(tx, journey.id)
    if (held === undefined || (await isPublished(tx, held))) return 'changed'
    const { statementDueAt, closeAt, statementYear } = calendarOf(held)
    if (statementDueAt === null || closeAt <= tx.now) return 'changed'
    if (statementDueAt > tx.now) return 'notYet'
    const about = { ...held, concerns: await referenceOf(tx, journey) }
    if (!(await openTask(tx, deps, about, { kind: 'CHASE_STATEMENT', dueAt: closeAt }))) return 'changed'
    await appendFact(tx, journey, { fact: 'statementMissing', actor: storyOf(act), data: { year: statementYear } })
    return 'done'
  })
}

function isPublished(tx: Tx, held: OffboardingCase): Promise<boolean> {
  const { offboarding, person } = held
  const { organisationId } = offboarding
  return hasStatement(tx, { organisationId, personId: person.id, year: calendarOf(held).statementYear })
}
