import { changeContact } from '../../db/accounts.ts'
import { type ActivationCase, findActivation, planActivation } from '../../db/activations.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { findJourneyCase, type JourneyCase } from '../../db/journey-cases.ts'
import { appendFact, lockJourney, raiseJourney } from '../../db/journeys.ts'
import { findRecovery } from '../../db/recoveries.ts'
import { closeTask, findTask, type TaskRow } from '../../db/tasks.ts'
import { actorId } from '../../domain/accounts/access.ts'
import { contactProblemOf } from '../../domain/accounts/activation.ts'
import type { TaskKind } from '../../domain/journeys/journey.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { reaches } from '../reach.ts'

/** Done by approving, and by resuming: whoever says that it was done elsewhere would be mistaken. */
const hasOwnAct: readonly TaskKind[] = ['APPROVE_RECOVERY', 'RESUME_LEAVING_BATCH']

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
    if (hasOwnAct.includes(task.kind)) return refuse('TASK_HAS_OWN_ACT', subject)
    if (await isAgainst(tx, task, call)) return refuse('SECOND_PERSON_NEEDED', subject)
    if (!(await closeTask(tx, taskId, actorId(call.actor)))) return refuse('TASK_CLOSED', subject)
    await trustContact(tx, task)
    await appendFact(tx, journey, { fact: 'taskCompleted', actor: call.actor, data: { kind: task.kind } })
    if (journey.status === 'open') await raiseJourney(tx, journey)
    return { value: { taskId, journeyId }, ...subject }
  })
}

/** An objection is looked into by somebody else than the one who asked for what it stopped. */
async function isAgainst(tx: Tx, { kind, journeyId }: TaskRow, { actor }: Call): Promise<boolean> {
  if (kind !== 'LOOK_INTO_OBJECTION' || actor.kind !== 'account') return false
  return (await findRecovery(tx, journeyId))?.recovery.startedBy === actor.accountId
}

const trusted = {
  CORRECT_EMAIL: { emailStatus: 'unproven' },
  CORRECT_MOBILE: { mobileStatus: 'unproven' },
} as const

type Trusted = (typeof trusted)[keyof typeof trusted]

async function trustContact(tx: Tx, { kind, journeyId }: TaskRow): Promise<void> {
  if (kind !== 'CORRECT_EMAIL' && kind !== 'CORRECT_MOBILE') return
  const invited = await findActivation(tx, journeyId)
  if (invited !== undefined) return trustInvitee(tx, invited, trusted[kind])
  const held = await findJourneyCase(tx, journeyId)
  // What the person proved anew by themselves stays proven.
  if (held === undefined || !isDoubted(held.person, kind)) return
  await changeContact(tx, held.person.id, trusted[kind])
  await noteSignInChanged(tx, held.account.id)
}

async function trustInvitee(tx: Tx, { person, journey, activation }: ActivationCase, good: Trusted): Promise<void> {
  if (activation.status !== 'invited' || activation.contactProblem === null) return
  await changeContact(tx, person.id, good)
  await planActivation(tx, journey.id, { contactProblem: contactProblemOf({ ...person, ...good }) })
}

function isDoubted({ emailStatus, mobileStatus }: JourneyCase['person'], kind: keyof typeof trusted): boolean {
  if (kind === 'CORRECT_EMAIL') return emailStatus === 'bounced'
  return mobileStatus === 'wrong' || mobileStatus === 'unreachable'
}
