import type { Tx } from '../../db/client.ts'
import type { NewMessage } from '../../db/messages.ts'
import { findTaskHolders, type TaskHolder } from '../../db/tasks.ts'
import type { TaskKind } from '../../domain/journeys/journey.ts'
import { taskTitles } from '../../domain/journeys/task.ts'
import { languageFor } from '../../domain/portals/portal.ts'
import { lastDayBefore } from '../../domain/time.ts'
import { taskOpened } from '../../messages/task-opened.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { composeMessage, type Sender } from '../messages/compose-message.ts'
import { taskUrl } from '../messages/links.ts'

// A task is everybody's who may do it; a mail to all of a large department helps nobody.
const mostMails = 20

/** Who is mailed about a task of this organisation. */
export function findTold(tx: Tx, organisationId: string | null): Promise<readonly TaskHolder[]> {
  return findTaskHolders(tx, organisationId, mostMails)
}

type About = {
  readonly kind: TaskKind
  readonly dueAt: Date | null
  readonly concerns: string | null
  readonly taskId: string
  readonly holder: TaskHolder
  readonly journey: { readonly id: string; readonly plan: number } | null
}

/** The mail that a task waits for one of those who may do it (S002-011). A rehearsal writes it too. */
export function composeTaskMail(
  deps: { readonly sealing: SealingPort },
  sender: Sender,
  { kind, dueAt, concerns, taskId, holder, journey }: About,
): NewMessage {
  return composeMessage(deps, sender, {
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
