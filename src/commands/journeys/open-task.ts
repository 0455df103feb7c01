import type { Tx } from '../../db/client.ts'
import type { JourneyCase } from '../../db/journey-cases.ts'
import { insertMessage } from '../../db/messages.ts'
import { countTasks, findOpenTask, insertTask } from '../../db/tasks.ts'
import type { Role } from '../../domain/accounts/account.ts'
import { planKey, type TaskKind } from '../../domain/journeys/journey.ts'
import { taskKey } from '../../domain/journeys/task.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { senderOf } from '../messages/queue-message.ts'
import { composeTaskMail, findTold } from './task-mail.ts'

export type TaskAbout = Pick<JourneyCase, 'journey' | 'organisation'> & {
  /** Null where the journey is about nobody in particular. */
  readonly person: Pick<JourneyCase['person'], 'id'> | null
  /** The organisation's own id of the person: the mail about a task names nobody. */
  readonly concerns: string | null
}

export type OpenTask = {
  readonly kind: TaskKind
  readonly dueAt: Date | null
  /** Whose it is first of all. HR and service desk both hear of it and may do it. */
  readonly role?: Extract<Role, 'HR' | 'SERVICE_DESK'>
}

/**
 * A task in the journey's organisation, once while it is open, and a mail to those who may do it (S002-011).
 * False when it was open already.
 */
export async function openTask(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { journey, person, organisation, concerns }: TaskAbout,
  { kind, dueAt, role = 'HR' }: OpenTask,
): Promise<boolean> {
  if ((await findOpenTask(tx, journey.id, kind)) !== undefined) return false
  const prefix = planKey(journey.plan, `${taskKey(kind)}-`)
  const number = (await countTasks(tx, journey.id, prefix)) + 1
  const organisationId = journey.organisationId
  const taskId = await insertTask(tx, {
    journeyId: journey.id,
    key: `${prefix}${number}`,
    kind,
    organisationId,
    role,
    aboutPersonId: person?.id ?? null,
    dueAt,
  })
  if (taskId === undefined) return false

  const sender = await senderOf(tx, organisation)
  for (const holder of await findTold(tx, organisationId)) {
    await insertMessage(tx, composeTaskMail(deps, sender, { kind, dueAt, concerns, taskId, holder, journey }))
  }
  return true
}
