import type { Tx } from '../../db/client.ts'
import type { JourneyCase } from '../../db/journey-cases.ts'
import { countTasks, findOpenTask, findTaskHolders, insertTask } from '../../db/tasks.ts'
import type { Role } from '../../domain/accounts/account.ts'
import { planKey, type TaskKind } from '../../domain/journeys/journey.ts'
import { taskKey, taskTitles } from '../../domain/journeys/task.ts'
import { languageFor } from '../../domain/portals/portal.ts'
import { lastDayBefore } from '../../domain/time.ts'
import { taskOpened } from '../../messages/task-opened.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { taskUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'

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

// A task is everybody's who may do it; a mail to all of a large department helps nobody.
const mostMails = 20

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
  for (const holder of await findTaskHolders(tx, organisationId, mostMails)) {
    await queueMessage(tx, deps, sender, {
      template: taskOpened,
      params: {
        title: taskTitles[kind][languageFor(sender.portal, holder.language)],
        concerns,
        dueOn: dueAt && lastDayBefore(dueAt),
        taskUrl: taskUrl(sender.portal, taskId),
      },
      to: holder,
      journey,
      key: `task-opened/${taskId}/${holder.id}`,
    })
  }
  return true
}
