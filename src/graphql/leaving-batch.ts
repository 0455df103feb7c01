import { countLeavers, type LeavingBatchCounts } from '../db/leaving-batch-items.ts'
import { listLeavers } from '../db/leaving-batch-views.ts'
import { findLeavingBatches, findLeavingBatchNamed, type LeavingBatchCase } from '../db/leaving-batches.ts'
import type { LeavingBatchStatus } from '../domain/employments/leaving-batch.ts'
import { builder } from './builder.ts'
import { connect, type Order, pageCost } from './connection.ts'
import { allowed, type Context } from './context.ts'
import { encodeId } from './ids.ts'
import { JourneyRef } from './journey-ref.ts'
import { type BatchLeaver, ExpectationRef, LeavingBatchItemRef, pageOf } from './leaving-batch-item.ts'
import { OutcomeRef } from './offboarding.ts'
import { OrganisationRef } from './organisation.ts'

const StatusRef = builder.enumType('LeavingBatchStatus', {
  description: 'How far a list of leavers is.',
  values: {
    GATHERING: { value: 'gathering', description: 'People are put on it; nobody’s rights have changed.' },
    RUNNING: { value: 'running', description: 'It was started, and people are planned.' },
    HALTED: { value: 'halted', description: 'Too many were refused: it waits to be resumed or withdrawn.' },
    DONE: { value: 'done', description: 'Every item was handled.' },
    WITHDRAWN: { value: 'withdrawn', description: 'It was given up. Who had been planned stays planned.' },
    EXPIRED: { value: 'expired', description: 'Nobody started or resumed it in time.' },
  } as const satisfies Record<string, { value: LeavingBatchStatus; description: string }>,
})

const CountsRef = builder.objectRef<LeavingBatchCounts>('LeavingBatchCounts').implement({
  description: 'How far a list of leavers is, in items.',
  fields: (t) => ({
    items: t.exposeInt('items', { description: 'All of them.' }),
    plannable: t.exposeInt('plannable', { description: 'Would be planned, as they came in.' }),
    expectedRepeated: t.exposeInt('expectedRepeated', { description: 'Were recorded already when they came in.' }),
    expectedRefused: t.exposeInt('expectedRefused', { description: 'Would be refused, as they came in.' }),
    planned: t.exposeInt('planned', { description: 'Were planned.' }),
    repeated: t.exposeInt('repeated', { description: 'Turned out to be recorded already.' }),
    refused: t.exposeInt('refused', { description: 'Were refused.' }),
    left: t.exposeInt('left', { description: 'Nobody has handled yet.' }),
  }),
})

const ItemConnectionRef = builder.connectionObject(
  { type: LeavingBatchItemRef, name: 'LeavingBatchItemConnection', description: 'A page of people on a list.' },
  { name: 'LeavingBatchItemEdge' },
)

const ItemFilterRef = builder.inputType('LeavingBatchItemFilter', {
  description: 'Which items. What is left out does not matter.',
  fields: (t) => ({
    expected: t.field({ type: ExpectationRef, description: 'Those of which this was expected.' }),
    outcome: t.field({ type: OutcomeRef, description: 'Those of which this became.' }),
    isHandled: t.boolean({ description: 'Those that were handled, or the others.' }),
  }),
})

const byNumber: Order<BatchLeaver> = { types: ['int4'], keyOf: ({ item }) => [String(item.number)] }

export const LeavingBatchRef = builder.objectRef<LeavingBatchCase>('LeavingBatch').implement({
  description:
    'People who leave together: a preview of what would become of each, and later what did. Seen by HR of the organisation and its keys with offboarding:write.',
  authScopes: ({ batch }, context) => seesLeavers(context, batch.organisationId),
  fields: (t) => ({
    externalReference: t.string({
      description: 'The organisation’s own id of it.',
      resolve: ({ batch }) => batch.externalReference,
    }),
    status: t.field({ type: StatusRef, description: 'How far it is.', resolve: ({ batch }) => batch.status }),
    journey: t.field({
      type: JourneyRef,
      nullable: true,
      description: 'Where it is followed and withdrawn. Null for keys without journeys:read.',
      resolve: ({ journey }) => journey.id,
    }),
    journeyId: t.id({
      description: 'What starting and resuming are given, also by keys that see no journeys.',
      resolve: ({ journey }) => encodeId('Journey', journey.id),
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was started; null while people are put on it.',
      resolve: ({ batch }) => batch.startedAt,
    }),
    counts: t.loadable({
      type: CountsRef,
      description: 'How far it is, in items.',
      load: loadCounts,
      resolve: ({ journey }) => journey.id,
    }),
    items: t.connection(
      {
        type: LeavingBatchItemRef,
        description: 'Who is on it, in the order in which they came in.',
        args: { filter: t.arg({ type: ItemFilterRef, description: 'Which of them.' }) },
        complexity: pageCost,
        resolve: ({ journey, policy, batch }, { filter, ...args }, context) =>
          connect(args, byNumber, async (page) => {
            const asked = { journeyId: journey.id, filter: { ...filter }, page }
            const items = await context.reader.read((tx) => listLeavers(tx, asked))
            return pageOf(context, { policy, organisationId: batch.organisationId }, items)
          }),
      },
      ItemConnectionRef,
    ),
  }),
})

builder.objectField(JourneyRef, 'leavingBatch', (t) =>
  t.loadable({
    type: LeavingBatchRef,
    nullable: true,
    description:
      'The list of leavers, where that is what it is about. For HR of the organisation and its keys with offboarding:write; null for others. Operators read its counts in the timeline.',
    load: loadLeavingBatches,
    resolve: ({ id, kind, portalId, organisationId }, _args, context) => {
      const isSeen = portalId === context.portal.id && seesLeavers(context, organisationId)
      return kind === 'leaving-batch' && isSeen ? id : null
    },
  }),
)

builder.objectField(OrganisationRef, 'leavingBatch', (t) =>
  t.field({
    type: LeavingBatchRef,
    nullable: true,
    description:
      'A list of leavers by the organisation’s own id of it; null where none was begun. For its HR and its keys with offboarding:write.',
    authScopes: ({ id }, _args, context) => seesLeavers(context, id),
    args: { externalReference: t.arg.string({ required: true, description: 'Its own id.' }) },
    resolve: ({ id }, { externalReference }, { reader }) =>
      reader.read(async (tx) => {
        const journeyId = await findLeavingBatchNamed(tx, { organisationId: id, externalReference })
        return journeyId === undefined ? null : ((await findLeavingBatches(tx, [journeyId]))[0] ?? null)
      }),
  }),
)

function seesLeavers(context: Context, organisationId: string | null): boolean {
  return organisationId !== null && allowed(context, 'offboarding.write', organisationId)
}

async function loadCounts(journeyIds: string[], { reader }: Context): Promise<(LeavingBatchCounts | Error)[]> {
  const found = await reader.read((tx) => countLeavers(tx, journeyIds))
  return journeyIds.map((id) => found.get(id) ?? new Error(`no batch of leavers ${id}`))
}

export async function loadLeavingBatches(
  journeyIds: string[],
  { reader }: Context,
): Promise<(LeavingBatchCase | null)[]> {
  const found = await reader.read((tx) => findLeavingBatches(tx, journeyIds))
  return journeyIds.map((id) => found.find(({ journey }) => journey.id === id) ?? null)
}
