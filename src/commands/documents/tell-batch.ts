import type { Pool } from '../../db/client.ts'
import { type BatchReader, nextToTell, noteTold } from '../../db/document-batch-readers.ts'
import type { BatchCase } from '../../db/document-batches.ts'
import { appendFact } from '../../db/journeys.ts'
import { insertMessages, type NewMessage } from '../../db/messages.ts'
import { whyUntold } from '../../domain/documents/batch.ts'
import { documentPublished } from '../../messages/document-published.ts'
import { documentsPublished } from '../../messages/documents-published.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { composeMessage, type Sender } from '../messages/compose-message.ts'
import { documentsUrl, documentUrl } from '../messages/links.ts'
import { senderOf } from '../messages/queue-message.ts'
import { aboutOf } from './document-about.ts'
import { batchOf, calendarOf } from './hold-batch.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** As many people as an act can write to well within its time. The story asks again until nobody is left. */
export const peopleAtOnce = 500

/** Tells the next people of what the batch brought them, each once: their mail and the note that they were told are one transaction. */
export async function tellBatch(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'tellBatch', async (tx, journey) => {
    const held = await batchOf(tx, journey)
    const { tellAt } = calendarOf(held)
    if (tellAt === null) return 'changed'
    if (tellAt > tx.now) return 'notYet'
    const readers = await nextToTell(tx, journey.id, peopleAtOnce)
    if (readers.length === 0) return 'changed'
    const decided = readers.map((reader) => ({ reader, items: decide(reader, held) }))
    const decisions = decided.flatMap(({ items }) => items)
    const noted = await noteTold(
      tx,
      journey.id,
      decisions.map(({ document, untold }) => ({ reference: document.reference, untold })),
    )
    if (noted !== decisions.length) throw new Error('somebody was told by another act of a locked batch')
    const sender = await senderOf(tx, held.organisation)
    const mails = decided.flatMap(({ reader, items }) => {
      const documents = items.flatMap(({ document, untold }) => (untold === null ? [document] : []))
      return documents.length === 0 ? [] : [mailOf(deps, sender, { held, reader, documents })]
    })
    await insertMessages(tx, mails)
    const data = { people: readers.length, mails: mails.length }
    await appendFact(tx, journey, { fact: 'peopleTold', actor: storyOf(act), data })
    return 'done'
  })
}

function decide(reader: BatchReader, { batch }: BatchCase) {
  return reader.documents.map((document) => ({
    document,
    untold: whyUntold(reader, document, batch.organisationId),
  }))
}

type Telling = {
  readonly held: BatchCase
  readonly reader: BatchReader
  readonly documents: BatchReader['documents']
}

/** One mail for each person: with a link to the document, or to the list where there are several. */
function mailOf(deps: Deps, sender: Sender, { held, reader, documents }: Telling): NewMessage {
  const common = {
    to: { ...reader, id: reader.personId, mobile: null },
    journey: held.journey,
    key: `told/${reader.personId}`,
    priority: 'bulk',
  } as const
  const [only, another] = documents
  if (only === undefined || another !== undefined) {
    return composeMessage(deps, sender, {
      ...common,
      template: documentsPublished,
      params: { count: documents.length, documentsUrl: documentsUrl(sender.portal) },
    })
  }
  return composeMessage(deps, sender, {
    ...common,
    template: documentPublished,
    params: {
      about: aboutOf(only.kind),
      isCorrection: only.isCorrection,
      documentUrl: documentUrl(sender.portal, only.documentId),
    },
  })
}
