import type { ActivationCase } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { countTasks, findOpenTask, findTaskHolders, insertTask } from '../../db/tasks.ts'
import { planKey, type TaskKind } from '../../domain/journeys/journey.ts'
import { taskKey, taskTitles } from '../../domain/journeys/task.ts'
import { languageFor } from '../../domain/portals/portal.ts'
import { localDate } from '../../domain/time.ts'
import { taskOpened } from '../../messages/task-opened.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { taskUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'

export type OpenTask = { readonly kind: TaskKind; readonly dueAt: Date | null }

// A task is everybody's who may do it; a mail to all of a large department helps nobody.
const mostMails = 20

/** A task for HR of the journey's organisation, once while it is open, and a mail to those who hold it (S002-011). */
export async function openTask(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { journey, activation, person, organisation }: ActivationCase,
  { kind, dueAt }: OpenTask,
): Promise<void> {
  if ((await findOpenTask(tx, journey.id, kind)) !== undefined) return
  const prefix = planKey(journey.plan, `${taskKey(kind)}-`)
  const number = (await countTasks(tx, journey.id, prefix)) + 1
  const organisationId = journey.organisationId
  const taskId = await insertTask(tx, {
    journeyId: journey.id,
    key: `${prefix}${number}`,
    kind,
    organisationId,
    role: 'HR',
    aboutPersonId: person.id,
    dueAt,
  })
  if (taskId === undefined) return

  const sender = await senderOf(tx, organisation)
  for (const holder of await findTaskHolders(tx, organisationId, mostMails)) {
    await queueMessage(tx, deps, sender, {
      template: taskOpened,
      params: {
        title: taskTitles[kind][languageFor(sender.portal, holder.language)],
        concerns: activation.externalReference,
        dueOn: dueAt && lastDayBefore(dueAt),
        taskUrl: taskUrl(sender.portal, taskId),
      },
      to: holder,
      journey,
      key: `task-opened/${taskId}/${holder.id}`,
    })
  }
}

/** An end at midnight leaves the day before to act. */
function lastDayBefore(instant: Date): string {
  return localDate(new Date(instant.getTime() - 1))
}
