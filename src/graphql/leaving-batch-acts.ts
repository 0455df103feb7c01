import { addToLeavingBatch, type LeaverAnswer } from '../commands/employments/add-to-leaving-batch.ts'
import { resumeLeavingBatch } from '../commands/employments/resume-leaving-batch.ts'
import { startLeavingBatch } from '../commands/employments/start-leaving-batch.ts'
import type { Policy } from '../domain/portals/policy.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { answers, ProblemRef, perform } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { LeavingBatchRef, loadLeavingBatches } from './leaving-batch.ts'
import { type BatchLeaver, ExpectationRef, LeavingBatchItemRef, pageOf } from './leaving-batch-item.ts'
import { asLeaver, LeaverItemRef, mayOffboard, whoOffboards } from './offboarding.ts'
import { OrganisationRef } from './organisation.ts'

const expected =
  'The version you looked at; another one is refused with CHANGED_MEANWHILE, so that a repeated call acts once.'

type Answered = Pick<LeaverAnswer, 'expected' | 'problems'> & { readonly kept: BatchLeaver | undefined }

const ResultRef = builder.objectRef<Answered>('LeavingBatchAddItemResult').implement({
  description: 'What would become of one item, in the order of the items.',
  fields: (t) => ({
    expected: t.field({
      type: ExpectationRef,
      description: 'What would become of it.',
      resolve: (result) => result.expected,
    }),
    problems: t.field({
      type: [ProblemRef],
      description: 'Why it would be refused; paths are within the item.',
      resolve: ({ problems }) => [...problems],
    }),
    item: t.field({
      type: LeavingBatchItemRef,
      nullable: true,
      description: 'As it stands on the list. Null where it was not put on it.',
      resolve: ({ kept }) => kept,
    }),
  }),
})

builder.relayMutationField(
  'leavingBatchAdd',
  {
    description: 'Who is put on a list of leavers.',
    inputFields: (t) => ({
      organisation: t.globalID({ for: OrganisationRef, required: true, description: 'The organisation they leave.' }),
      externalReference: t.string({
        required: true,
        description:
          'Your own id of the list, up to 200 characters: the first call begins it, the others go on with it.',
      }),
      items: t.field({
        type: [LeaverItemRef],
        required: true,
        description: 'One to a thousand people; in as many calls as it takes, up to ten thousand on a list.',
      }),
    }),
  },
  {
    ...answers(
      `Puts people on a list of leavers and says what would become of each. Nobody’s rights change before the list is started. An item sent again with another day takes the place of the earlier one; a call that got no answer is repeated as it is. A list that was started answers what it holds and refuses what is new with \`LEAVING_BATCH_STARTED\`. ${whoOffboards}`,
      'REQUIRED',
      'TOO_MANY_ITEMS',
      'INVALID_INPUT',
      'NOT_FOUND',
      'JOURNEY_ENDED',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input: { organisation, externalReference, items } }, context, info) =>
      perform(context, info, async (call) => {
        const asked = { organisationId: organisation.id, externalReference, items: items.map(asLeaver) }
        const { journeyId, policy, results } = await addToLeavingBatch(context.deps, call, asked)
        return { journeyId, results: answered(context, { policy, organisationId: organisation.id }, results) }
      }),
  },
  {
    description: 'The items were judged.',
    outputFields: (t) => ({
      results: t.field({
        type: [ResultRef],
        description: 'One for each item, in the same order.',
        resolve: ({ results }) => [...results],
      }),
      leavingBatch: t.field({
        type: LeavingBatchRef,
        nullable: true,
        description: 'The list as it is now.',
        resolve: async ({ journeyId }, _args, context) => (await loadLeavingBatches([journeyId], context))[0] ?? null,
      }),
    }),
  },
)

type List = { readonly policy: Policy; readonly organisationId: string }

function answered(context: Context, list: List, results: readonly LeaverAnswer[]): readonly Answered[] {
  const kept = pageOf(
    context,
    list,
    results.flatMap(({ item }) => item ?? []),
  )
  const byNumber = new Map(kept.map((one) => [one.item.number, one]))
  return results.map(({ item, ...result }) => ({
    ...result,
    kept: item === null ? undefined : byNumber.get(item.number),
  }))
}

builder.relayMutationField(
  'leavingBatchStart',
  {
    description: 'Which list is carried out.',
    inputFields: (t) => ({
      journey: t.globalID({ for: JourneyRef, required: true, description: 'The journey of the list.' }),
      expectedCount: t.int({
        required: true,
        description:
          'How many items it ought to have, those that would be refused among them. With another number nothing happens.',
      }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Plans everybody on the list, a hundred at a time. Each item is judged again in that moment; where too many are refused it halts by itself. Starting it again changes nothing. ${whoOffboards}`,
      'NOT_FOUND',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'LEAVING_BATCH_INCOMPLETE',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input: { journey, ...asked } }, context, info) =>
      perform(context, info, (call) => startLeavingBatch(context.deps, call, { ...asked, journeyId: journey.id })),
  },
  {
    description: 'It is carried out.',
    outputFields: (t) => ({
      leavingBatch: t.field({
        type: LeavingBatchRef,
        nullable: true,
        description: 'The list as it is now.',
        resolve: async ({ journeyId }, _args, context) => (await loadLeavingBatches([journeyId], context))[0] ?? null,
      }),
    }),
  },
)

builder.relayMutationField(
  'leavingBatchResume',
  {
    description: 'Which list goes on.',
    inputFields: (t) => ({
      journey: t.globalID({ for: JourneyRef, required: true, description: 'The journey of the list.' }),
      reason: t.string({ required: true, description: 'Why, in words. Kept where it can be erased.' }),
      expectedVersion: t.int({ description: expected }),
    }),
  },
  {
    ...answers(
      `Goes on with the rest of a list that halted. What was refused stays refused; the brake counts anew, and no longer counts what the preview had told. ${whoOffboards}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'CHANGED_MEANWHILE',
      'JOURNEY_ENDED',
      'LEAVING_BATCH_NOT_HALTED',
    ),
    authScopes: mayOffboard,
    resolve: (_root, { input: { journey, ...asked } }, context, info) =>
      perform(context, info, (call) => resumeLeavingBatch(context.deps, call, { ...asked, journeyId: journey.id })),
  },
  {
    description: 'It goes on.',
    outputFields: (t) => ({
      leavingBatch: t.field({
        type: LeavingBatchRef,
        nullable: true,
        description: 'The list as it is now.',
        resolve: async ({ journeyId }, _args, context) => (await loadLeavingBatches([journeyId], context))[0] ?? null,
      }),
    }),
  },
)
