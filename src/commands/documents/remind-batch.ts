import type { Pool } from '../../db/client.ts'
import { type BatchReader, nextToRemind, noteRemindedOf } from '../../db/document-batch-readers.ts'
import type { BatchCase } from '../../db/document-batches.ts'
import { noteReminded } from '../../db/document-batches.ts'
import { appendFact } from '../../db/journeys.ts'
import { insertMessages } from '../../db/messages.ts'
import { whyUntold } from '../../domain/documents/batch.ts'
import { documentsUnread } from '../../messages/documents-unread.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { composeMessage } from '../messages/compose-message.ts'
import { documentsUrl, documentUrl } from '../messages/links.ts'
import { senderOf } from '../messages/queue-message.ts'
import { batchOf, calendarOf } from './hold-batch.ts'
import { peopleAtOnce } from './tell-batch.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/**
 * Reminds the next people who have not opened what they were told of, `reminder-1` and on; of several that are overdue only
 * the newest. The reminder counts as given when nobody is left, and the story asks again until then.
 */
export async function remindBatch(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'remindBatch', async (tx, journey) => {
    const held = await batchOf(tx, journey)
    const number = Number(act.key.replace('reminder-', ''))
    const { reminders, endAt } = calendarOf(held)
    const [dueAt, nextAt] = [reminders[number - 1], reminders[number] ?? endAt]
    if (dueAt === undefined || nextAt === null || nextAt <= tx.now || held.batch.reminded >= number) return 'changed'
    if (dueAt > tx.now) return 'notYet'
    const readers = await nextToRemind(tx, journey.id, { number, most: peopleAtOnce })
    const references = readers.flatMap(({ documents }) => documents.map(({ reference }) => reference))
    await noteRemindedOf(tx, journey.id, { references, number })
    const sender = await senderOf(tx, held.organisation)
    const mails = readers
      .map((reader) => ({ reader, documents: stillTheirs(reader, held) }))
      .filter(({ reader, documents }) => documents.length > 0 && reader.emailStatus !== 'bounced')
      .map(({ reader, documents }) => {
        const [only, another] = documents
        const isOne = only !== undefined && another === undefined
        return composeMessage(deps, sender, {
          template: documentsUnread,
          params: {
            count: documents.length,
            documentUrl: isOne ? documentUrl(sender.portal, only.documentId) : documentsUrl(sender.portal),
          },
          to: { ...reader, id: reader.personId, mobile: null },
          journey,
          key: `${act.key}/${reader.personId}`,
          priority: 'bulk',
        })
      })
    await insertMessages(tx, mails)
    if (readers.length < peopleAtOnce) await noteReminded(tx, journey.id, number)
    const data = { number, mails: mails.length }
    await appendFact(tx, journey, { fact: 'reminderSent', actor: storyOf(act), data })
    return 'done'
  })
}

function stillTheirs(reader: BatchReader, { batch }: BatchCase): BatchReader['documents'] {
  return reader.documents.filter((document) => whyUntold(reader, document, batch.organisationId) === null)
}
