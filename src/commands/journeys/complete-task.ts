import { changeContact } from '../../db/accounts.ts'
import { type ActivationCase, findActivation, planActivation } from '../../db/activations.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { appendFact, lockJourney, raiseJourney } from '../../db/journeys.ts'
import { closeTask, findTask, type TaskRow } from '../../db/tasks.ts'
import { actorId } from '../../domain/accounts/access.ts'
import { contactProblemOf } from '../../domain/accounts/activation.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'

/** Somebody did what was asked, elsewhere or by hand: the contact counts as good again, and the story goes on. */
export async function completeTask(
  deps: { readonly app: Pool },
  call: Call,
  { taskId }: { readonly taskId: string },
): Promise<{ readonly taskId: string; readonly journeyId: string }> {
  return execute(deps, call, 'taskComplete', async (tx) => {
    const task = await findTask(tx, taskId)
    const isReached = reaches(call, ['tasks.write'], task?.organisationId, tx.now)
    if (task === undefined || !isReached) return refuse('NOT_FOUND')
    const { journeyId } = task
    const journey = await lockJourney(tx, journeyId)
    if (journey === undefined) return refuse('NOT_FOUND')
    const subject = { subjectId: journey.subjectId, journeyId }
    if (!(await closeTask(tx, taskId, actorId(call.actor)))) return refuse('TASK_CLOSED', subject)
    const invited = await findActivation(tx, journeyId)
    if (invited?.activation.status === 'invited') await trustContact(tx, invited, task)
    await appendFact(tx, journey, { fact: 'taskCompleted', actor: call.actor, data: { kind: task.kind } })
    if (journey.status === 'open') await raiseJourney(tx, journey)
    return { value: { taskId, journeyId }, ...subject }
  })
}

const trusted = {
  CORRECT_EMAIL: { emailStatus: 'unproven' },
  CORRECT_MOBILE: { mobileStatus: 'unproven' },
} as const

async function trustContact(tx: Tx, { person, journey, activation }: ActivationCase, task: TaskRow): Promise<void> {
  if (activation.contactProblem === null || (task.kind !== 'CORRECT_EMAIL' && task.kind !== 'CORRECT_MOBILE')) return
  const good = trusted[task.kind]
  await changeContact(tx, person.id, good)
  await planActivation(tx, journey.id, { contactProblem: contactProblemOf({ ...person, ...good }) })
}
