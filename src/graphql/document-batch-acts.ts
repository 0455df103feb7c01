import { addToBatch } from '../commands/documents/add-to-batch.ts'
import { closeBatch } from '../commands/documents/close-batch.ts'
import { builder } from './builder.ts'
import { BatchRef, loadBatches } from './document-batch.ts'
import { asAsked, ItemRef, mayPublish, ResultRef, whoPublishes } from './document-publish.ts'
import { answers, perform } from './errors.ts'
import { OrganisationRef } from './organisation.ts'

const referenceText =
  'Your own id of the batch, up to 200 characters: the first call begins it, the others go on with it.'

builder.relayMutationField(
  'documentBatchAdd',
  {
    description: 'What a batch brings.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'The organisation it is from.' }),
      externalReference: t.string({ required: true, description: referenceText }),
      items: t.field({
        type: [ItemRef],
        required: true,
        description: 'One to a thousand documents, each with an externalReference; in as many calls as it takes.',
      }),
    }),
  },
  {
    ...answers(
      `Publishes documents as part of a batch. Each item has its own result, and one that cannot be meant stops no other. Nobody is told before the batch is closed. A call that got no answer is repeated as it is; a closed batch answers what it holds and refuses what is new with \`BATCH_CLOSED\`. ${whoPublishes}`,
      'REQUIRED',
      'TOO_MANY_ITEMS',
      'INVALID_INPUT',
      'NOT_FOUND',
      'JOURNEY_ENDED',
    ),
    authScopes: mayPublish,
    resolve: (_root, { input: { organisation, externalReference, items } }, context, info) =>
      perform(context, info, async (call) => {
        const asked = { organisationId: organisation.id, externalReference, items: items.map(asAsked) }
        return addToBatch(context.deps, call, asked)
      }),
  },
  {
    description: 'The items were handled.',
    outputFields: (t) => ({
      results: t.field({
        type: [ResultRef],
        description: 'One for each item, in the same order.',
        resolve: ({ results }) => [...results],
      }),
      batch: t.field({
        type: BatchRef,
        nullable: true,
        description: 'The batch as it is now.',
        resolve: async ({ journeyId }, _args, context) => (await loadBatches([journeyId], context))[0] ?? null,
      }),
    }),
  },
)

builder.relayMutationField(
  'documentBatchClose',
  {
    description: 'Which batch is complete.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'The organisation it is from.' }),
      externalReference: t.string({ required: true, description: 'Your own id of the batch.' }),
      expectedItems: t.int({
        description:
          'How many items it ought to have, those that were refused among them. With another number it stays open.',
      }),
    }),
  },
  {
    ...answers(
      `This was all: people are told, each once, and the batch takes nothing new. Closing it again changes nothing. One that is forgotten closes by itself. ${whoPublishes}`,
      'NOT_FOUND',
      'JOURNEY_ENDED',
      'BATCH_INCOMPLETE',
    ),
    authScopes: mayPublish,
    resolve: (_root, { input: { organisation, ...asked } }, context, info) =>
      perform(context, info, (call) => closeBatch(context.deps, call, { ...asked, organisationId: organisation.id })),
  },
  {
    description: 'The batch is closed.',
    outputFields: (t) => ({
      batch: t.field({
        type: BatchRef,
        nullable: true,
        description: 'The batch as it is now.',
        resolve: async ({ journeyId }, _args, context) => (await loadBatches([journeyId], context))[0] ?? null,
      }),
    }),
  },
)
