import { type BatchCounts, countBatches } from '../db/document-batch-items.ts'
import { type BatchItemView, listBatchItems } from '../db/document-batch-views.ts'
import { type BatchRow, findBatches, findBatchNamed } from '../db/document-batches.ts'
import { untoldReasons } from '../domain/documents/batch.ts'
import { isHealthData } from '../domain/documents/document.ts'
import { builder } from './builder.ts'
import { connect, type Order, pageCost } from './connection.ts'
import { allowed, type Context } from './context.ts'
import { DocumentRef } from './document.ts'
import { OutcomeRef } from './document-publish.ts'
import { ProblemRef } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { MessageStatusRef } from './message.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'

const untoldDescriptions = {
  ACCOUNT_NOT_ACTIVE: 'They cannot sign in yet, and find it when they can.',
  NO_ACCESS: 'They may not see it, as their rights are.',
  DOCUMENT_WITHDRAWN: 'It was withdrawn before anybody was told.',
} as const

const UntoldRef = builder.enumType('UntoldReason', {
  description: 'Why somebody was not told of a document.',
  values: Object.fromEntries(
    untoldReasons.map((reason) => [reason, { value: reason, description: untoldDescriptions[reason] }]),
  ),
})

const ItemRef = builder.objectRef<BatchItemView>('DocumentBatchItem').implement({
  description: 'What became of one item of a batch. Seen by whoever sees the batch.',
  fields: (t) => ({
    externalReference: t.exposeString('externalReference', { description: 'The publishing system’s own id of it.' }),
    outcome: t.field({
      type: OutcomeRef,
      description:
        'What became of it, as it stands now: a refusal that was put right is none any more, and what another batch brought and told nobody of is new with this one.',
      resolve: ({ outcome }) => outcome,
    }),
    problem: t.field({
      type: ProblemRef,
      nullable: true,
      description: 'Why it was refused, the first of all reasons.',
      resolve: ({ problemPath: path, problemCode: code }) => (path === null || code === null ? null : { path, code }),
    }),
    document: t.field({
      type: DocumentRef,
      nullable: true,
      description: 'The document. Null where it was refused, and for whoever may not see it.',
      resolve: ({ documentId }) => documentId,
    }),
    person: t.field({
      type: PersonRef,
      nullable: true,
      description: 'Whose it is. Null where it was refused, and for keys without people:read.',
      resolve: ({ personId }) => personId,
    }),
    toldAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the mail about it was written; null while nobody was told.',
      resolve: ({ toldAt }) => (toldAt === null ? null : new Date(toldAt)),
    }),
    untold: t.field({
      type: UntoldRef,
      nullable: true,
      description: 'Why its person was not told.',
      resolve: (item) => item.untold,
    }),
    mailStatus: t.field({
      type: MessageStatusRef,
      nullable: true,
      description: 'How far the mail is that told its person of what the batch brought them.',
      resolve: ({ mailStatus }) => mailStatus,
    }),
    isOpened: t.exposeBoolean('isOpened', {
      description: 'Whether its person has downloaded it, as the batch brought it or as it was corrected since.',
    }),
  }),
})

const ItemConnectionRef = builder.connectionObject(
  { type: ItemRef, name: 'DocumentBatchItemConnection', description: 'A page of items of a batch.' },
  { name: 'DocumentBatchItemEdge' },
)

const ItemFilterRef = builder.inputType('DocumentBatchItemFilter', {
  description: 'Which items. What is left out does not matter.',
  fields: (t) => ({
    outcome: t.field({ type: OutcomeRef, description: 'Those of which this became.' }),
    untold: t.field({ type: UntoldRef, description: 'Those of which nobody was told, for this reason.' }),
    isOpened: t.boolean({ description: 'Of those people were told of, the ones that were opened, or the others.' }),
  }),
})

const CountsRef = builder.objectRef<BatchCounts>('DocumentBatchProgress').implement({
  description: 'How far a batch is, in items.',
  fields: (t) => ({
    items: t.exposeInt('items', { description: 'All of them, those that were refused among them.' }),
    done: t.int({
      description: 'Those that are there as documents.',
      resolve: ({ items, refused }) => items - refused,
    }),
    published: t.exposeInt('published', { description: 'Documents that are new to their people.' }),
    corrected: t.exposeInt('corrected', { description: 'Next versions of documents.' }),
    repeated: t.exposeInt('repeated', {
      description: 'Those whose people knew of them before the batch: nobody is told again.',
    }),
    refused: t.exposeInt('refused', { description: 'Those that could not be meant.' }),
    told: t.exposeInt('told', { description: 'Those whose people were written to.' }),
    untold: t.exposeInt('untold', { description: 'Those whose people are not told; each says why.' }),
    opened: t.exposeInt('opened', { description: 'Of those people were told of, the ones that were opened.' }),
  }),
})

const byReference: Order<BatchItemView> = { types: ['text'], keyOf: ({ externalReference }) => [externalReference] }

export const BatchRef = builder.objectRef<BatchRow>('DocumentBatch').implement({
  description:
    'Documents that were published together. Seen by HR of the organisation and its keys with documents:write.',
  authScopes: ({ organisationId }, context) => seesBatch(context, organisationId),
  fields: (t) => ({
    externalReference: t.exposeString('externalReference', { description: 'The organisation’s own id of it.' }),
    journey: t.field({
      type: JourneyRef,
      nullable: true,
      description: 'Where it is followed, postponed and withdrawn. Null for keys without journeys:read.',
      resolve: ({ journeyId }) => journeyId,
    }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it takes nothing new and people are told; null while it is added to.',
    }),
    progress: t.loadable({
      type: CountsRef,
      description: 'How far it is.',
      load: loadCounts,
      resolve: ({ journeyId }) => journeyId,
    }),
    items: t.connection(
      {
        type: ItemRef,
        description:
          'What became of each item, by its reference. Items about somebody’s health are shown to the key alone that published them, and each view is on record.',
        args: { filter: t.arg({ type: ItemFilterRef, description: 'Which of them.' }) },
        complexity: pageCost,
        resolve: ({ journeyId, plan }, { filter, ...args }, context) => {
          const asked = { journey: { id: journeyId, plan }, filter: { ...filter }, keyId: keyOf(context) }
          return connect(args, byReference, async (page) =>
            show(context, await context.reader.read((tx) => listBatchItems(tx, { ...asked, page }))),
          )
        },
      },
      ItemConnectionRef,
    ),
  }),
})

builder.objectField(JourneyRef, 'batch', (t) =>
  t.loadable({
    type: BatchRef,
    nullable: true,
    description:
      'The batch of documents, where that is what it is about. For HR of the organisation and its keys with documents:write; null for others.',
    load: loadBatches,
    resolve: ({ id, kind, portalId, organisationId }, _args, context) => {
      const isSeen = portalId === context.portal.id && seesBatch(context, organisationId)
      return kind === 'document-batch' && isSeen ? id : null
    },
  }),
)

builder.objectField(OrganisationRef, 'documentBatch', (t) =>
  t.field({
    type: BatchRef,
    nullable: true,
    description:
      'A batch by the organisation’s own id of it; null where none was begun. For its HR and its keys with documents:write.',
    authScopes: ({ id }, _args, context) => seesBatch(context, id),
    args: { externalReference: t.arg.string({ required: true, description: 'Its own id.' }) },
    resolve: ({ id }, { externalReference }, { reader }) =>
      reader.read((tx) => findBatchNamed(tx, { organisationId: id, externalReference })),
  }),
)

function seesBatch(context: Context, organisationId: string | null): boolean {
  return organisationId !== null && allowed(context, 'documents.write', organisationId)
}

function keyOf({ actor }: Context): string | null {
  return actor.kind === 'service' ? actor.keyId : null
}

/** That somebody saw what is about health is put on record with the answer. */
function show(context: Context, items: readonly BatchItemView[]): readonly BatchItemView[] {
  for (const { documentId, kind } of items) {
    if (documentId !== null && kind !== null && isHealthData(kind)) context.seen.add(documentId)
  }
  return items
}

async function loadCounts(journeyIds: string[], { reader }: Context): Promise<(BatchCounts | Error)[]> {
  const found = await reader.read((tx) => countBatches(tx, journeyIds))
  return journeyIds.map((id) => found.get(id) ?? new Error(`no batch ${id}`))
}

export async function loadBatches(journeyIds: string[], { reader }: Context): Promise<(BatchRow | null)[]> {
  const found = await reader.read((tx) => findBatches(tx, journeyIds))
  return journeyIds.map((id) => found.find(({ journeyId }) => journeyId === id) ?? null)
}
