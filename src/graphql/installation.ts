import { requestReconciliation } from '../commands/journeys/request-reconciliation.ts'
import {
  findReconciliations,
  journeyTrouble,
  lastReconciliation,
  type Queue,
  queueState,
  type ReconciliationRow,
} from '../db/installation.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { JourneyRef } from './journey-ref.ts'
import { isOperator, refuseStrangers } from './sight.ts'

const forOperators = (_parent: unknown, context: Context) => isOperator(context)

const QueueRef = builder.objectRef<Queue>('Queue').implement({
  description: 'What waits to be delivered, over all portals. For operators.',
  authScopes: forOperators,
  fields: (t) => ({
    length: t.exposeInt('length', { description: 'How much waits.' }),
    oldestAt: t.expose('oldestAt', { type: 'DateTime', nullable: true, description: 'Since when the oldest waits.' }),
  }),
})

const CauseRef = builder.enumType('ReconciliationCause', {
  description: 'Why it was asked for.',
  values: {
    OPERATOR: { value: 'operator', description: 'An operator asked.' },
    INTERVAL: { value: 'interval', description: 'It was time.' },
    COMMAND: { value: 'command', description: 'The command line asked.' },
  } as const,
})

type Unrepaired = { readonly journeyId: string; readonly code: string }

const UnrepairedRef = builder.objectRef<Unrepaired>('UnrepairedJourney').implement({
  description: 'A journey that could not be put right. For operators.',
  authScopes: forOperators,
  fields: (t) => ({
    journey: t.field({
      type: JourneyRef,
      nullable: true,
      description: 'Which.',
      resolve: ({ journeyId }) => journeyId,
    }),
    code: t.exposeString('code', { description: 'Why not.' }),
  }),
})

const ReconciliationRef = builder.loadableNodeRef('Reconciliation', {
  id: { resolve: ({ id }: ReconciliationRow) => id },
  load: async (ids: string[], context: Context) => {
    refuseStrangers(context)
    return isOperator(context) ? [...(await findReconciliations(context.deps.engine, ids))] : []
  },
  sort: ({ id }: ReconciliationRow) => id,
  loaderOptions: { cache: false },
})

ReconciliationRef.implement({
  description: 'A comparison of open journeys with running workflows, and what it put right. For operators.',
  authScopes: forOperators,
  fields: (t) => ({
    cause: t.field({ type: CauseRef, description: 'Why it was asked for.', resolve: ({ cause }) => cause }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When a worker began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done; null while it is not.',
    }),
    checked: t.int({
      nullable: true,
      description: 'How many journeys were looked at.',
      resolve: ({ report }) => report?.checked ?? null,
    }),
    started: t.int({
      nullable: true,
      description: 'How many stories were missing and begun again.',
      resolve: ({ report }) => report?.started ?? null,
    }),
    woken: t.int({
      nullable: true,
      description: 'How many were woken.',
      resolve: ({ report }) => report?.woken ?? null,
    }),
    ended: t.int({
      nullable: true,
      description: 'How many workflows of no present journey were ended.',
      resolve: ({ report }) => report?.ended ?? null,
    }),
    unrepaired: t.field({
      type: [UnrepairedRef],
      description: 'What could not be put right.',
      resolve: ({ report }) => [...(report?.unrepaired ?? [])],
    }),
  }),
})

const InstallationRef = builder.objectRef<object>('Installation').implement({
  description: 'How the installation does, over all portals: counts and instants. For operators.',
  authScopes: forOperators,
  fields: (t) => ({
    wakeUps: t.field({
      type: QueueRef,
      description: 'Changed journeys on their way to their stories.',
      resolve: async (_root, _args, { deps }) => (await queueState(deps.engine)).wakeUps,
    }),
    messages: t.field({
      type: QueueRef,
      description: 'Mails and SMS that wait to be handed over.',
      resolve: async (_root, _args, { deps }) => (await queueState(deps.engine)).messages,
    }),
    inquiries: t.field({
      type: QueueRef,
      description: 'What strangers asked and no worker has answered yet: a new password, a forgotten name.',
      resolve: async (_root, _args, { deps }) => (await queueState(deps.engine)).inquiries,
    }),
    stuckJourneys: t.int({
      description: 'Open journeys that cannot go on by themselves. Which: journeys(filter: {isStuck: true}).',
      resolve: async (_root, _args, { deps }) => (await journeyTrouble(deps.engine)).stuck,
    }),
    overdueJourneys: t.int({
      description:
        'Open journeys whose instant passed over a minute ago without a stir. Which: journeys(filter: {isOverdue: true}).',
      resolve: async (_root, _args, { deps }) => (await journeyTrouble(deps.engine)).overdue,
    }),
    lastReconciliation: t.field({
      type: ReconciliationRef,
      nullable: true,
      description: 'The latest that was finished.',
      resolve: async (_root, _args, { deps }) => (await lastReconciliation(deps.engine)) ?? null,
    }),
  }),
})

builder.queryField('installation', (t) =>
  t.field({
    type: InstallationRef,
    description: 'How the installation does. For operators.',
    authScopes: { anyRight: ['installation.read'] },
    resolve: () => ({}),
  }),
)

builder.relayMutationField(
  'reconcile',
  null,
  {
    ...answers(
      'Asks the workers to compare open journeys with their stories now, and to put right what differs. For operators.',
    ),
    authScopes: { anyRight: ['installation.write'] },
    resolve: (_root, _args, context, info) =>
      perform(context, info, (call) => requestReconciliation(context.deps, call)),
  },
  {
    description: 'It was asked for.',
    outputFields: (t) => ({
      reconciliation: t.field({
        type: ReconciliationRef,
        description: 'Look at it again to see what was found.',
        resolve: ({ reconciliationId }) => reconciliationId,
      }),
    }),
  },
)
