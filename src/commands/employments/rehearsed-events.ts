import type { Tx } from '../../db/client.ts'
import type { NewMessage } from '../../db/messages.ts'
import type { AgendaEntry, AgendaRight } from '../../domain/employments/leaving-agenda.ts'
import type { TaskKind } from '../../domain/journeys/journey.ts'
import { findMessage } from '../../messages/catalogue.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { composeTaskMail, findTold } from '../journeys/task-mail.ts'
import type { Recipient, Sender } from '../messages/compose-message.ts'
import { composeLeavingMail, type Leaving } from './leaving-messages.ts'

export type RehearsedMail = {
  readonly template: string
  readonly recipient: string
  readonly subject: string
  readonly text: string
}

type RehearsedTask = { readonly kind: TaskKind; readonly dueAt: Date }

/** An entry of the agenda, with the words that go with it. */
export type RehearsedEvent = {
  readonly kind: AgendaEntry['kind']
  readonly at: Date
  readonly right?: AgendaRight
  readonly mail?: RehearsedMail
  readonly task?: RehearsedTask
}

type Rehearsing = {
  readonly agenda: readonly AgendaEntry[]
  readonly organisationId: string
  readonly sender: Sender
  readonly to: Recipient
  /** The organisation's own id of the person. */
  readonly concerns: string | null
  readonly leaving: Leaving
}

type Deps = { readonly sealing: SealingPort }

// The task that a mail would lead to is not there yet.
const taskToCome = '…'

/** Each mail as its reader would get it: the same parameters and the same words as of the journey's own acts. */
export async function rehearsedEvents(
  tx: Tx,
  deps: Deps,
  { agenda, organisationId, sender, to, concerns, leaving }: Rehearsing,
): Promise<readonly RehearsedEvent[]> {
  const holders = agenda.some(({ kind }) => kind === 'TASK') ? await findTold(tx, organisationId) : []
  return agenda.flatMap((entry): readonly RehearsedEvent[] => {
    const { kind, at } = entry
    if (kind === 'END') return [{ kind, at }]
    if (kind === 'MAIL') {
      const envelope = { to, journey: null, key: entry.key }
      return [{ kind, at, mail: written(composeLeavingMail(deps, entry.mail, { sender, envelope, leaving })) }]
    }
    if (kind !== 'TASK') return [{ kind, at, right: entry.right }]
    const task = { kind: entry.task, dueAt: entry.dueAt }
    const mails = holders.map((holder) =>
      composeTaskMail(deps, sender, { ...task, concerns, taskId: taskToCome, holder, journey: null }),
    )
    return [{ kind, at, task }, ...mails.map((mail) => ({ kind: 'MAIL', at, mail: written(mail) }) as const)]
  })
}

function written({ template, templateVersion, language, form, recipient, params }: NewMessage): RehearsedMail {
  const message = findMessage(template, templateVersion)
  if (message?.channel !== 'mail') throw new Error(`no mail ${template}, version ${templateVersion}`)
  const { subject, text } = message.render(params, { language, form })
  return { template, recipient, subject, text }
}
