import { createContextCache } from '@pothos/core'
import type { JourneyView } from '../db/journey-views.ts'
import type { HistoryEntry, Unavailable, WorkflowRun } from '../providers/workflow-history/port.ts'
import { builder, notAllowed } from './builder.ts'
import { connect, pageCost } from './connection.ts'
import type { Context } from './context.ts'
import { JourneyRef } from './journey-ref.ts'
import { isOperator } from './sight.ts'

const UnavailableRef = builder.enumType('WorkflowHistoryUnavailable', {
  description: 'Why a workflow’s history cannot be shown.',
  values: {
    AWAY: { description: 'Temporal does not answer now. The journey itself is safe: it is kept here.' },
    FORGOTTEN: { description: 'Temporal keeps nothing of it, or no longer.' },
  },
})

const StatusRef = builder.enumType('WorkflowRunStatus', {
  description: 'How a run stands.',
  values: {
    RUNNING: { value: 'running', description: 'Under way.' },
    COMPLETED: { value: 'completed', description: 'Told to its end.' },
    CONTINUED: {
      value: 'continued',
      description: 'Went on as a new run, because the journey was planned anew or grew long.',
    },
    FAILED: { value: 'failed', description: 'Ended by an error.' },
    TERMINATED: { value: 'terminated', description: 'Ended from outside: another generation tells the story.' },
    CANCELLED: { value: 'cancelled', description: 'Asked to end.' },
    TIMED_OUT: { value: 'timedOut', description: 'Ended by a time limit.' },
  } as const,
})

const EntryKindRef = builder.enumType('WorkflowHistoryEntryKind', {
  description: 'What an event means for the journey.',
  values: {
    STARTED: { value: 'started', description: 'The story began.' },
    WOKEN: { value: 'woken', description: 'Something changed outside.' },
    LOOKED: { value: 'looked', description: 'The story looked at the record.' },
    ACTED: { value: 'acted', description: 'An act was done, or found that it need not be.' },
    ACT_FAILED: { value: 'actFailed', description: 'An act failed.' },
    RETRIED: { value: 'retried', description: 'An act is tried again.' },
    RESTED: { value: 'rested', description: 'The story rests.' },
    TIMER_FIRED: { value: 'timerFired', description: 'The instant it rested for has come.' },
    CONTINUED: { value: 'continued', description: 'The story goes on as a new run.' },
    ENDED: { value: 'ended', description: 'The story ended.' },
    OTHER: { value: 'other', description: 'Bookkeeping.' },
  } as const,
})

const EntryRef = builder.objectRef<HistoryEntry>('WorkflowHistoryEntry').implement({
  description:
    'One event of Temporal’s own history, told. It holds ids, codes and instants, never anything personal. For operators.',
  authScopes: (_entry, context) => isOperator(context),
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number within the run.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When, by Temporal’s clock.' }),
    kind: t.field({ type: EntryKindRef, description: 'What it means.', resolve: ({ kind }) => kind }),
    event: t.exposeString('event', { description: 'Temporal’s own name for it.' }),
    act: t.exposeString('act', { nullable: true, description: 'Which act, where there is one.' }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'What the act answered, why it failed, or how the story ended.',
    }),
    attempt: t.exposeInt('attempt', { nullable: true, description: 'Which try it was.' }),
    until: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the story rests; null while it waits for somebody.',
    }),
  }),
})

const HistoryRef = builder.connectionObject(
  { type: EntryRef, name: 'WorkflowHistoryEntryConnection', description: 'A page of a run’s history.' },
  { name: 'WorkflowHistoryEntryEdge' },
)

const RunRef = builder.objectRef<WorkflowRun>('WorkflowRun').implement({
  description: 'One telling of a journey’s story by Temporal. For operators.',
  authScopes: (_run, context) => isOperator(context),
  fields: (t) => ({
    workflowId: t.exposeString('workflowId', { description: 'Kind, journey and generation.' }),
    runId: t.exposeString('runId', { description: 'Temporal’s id of this run.' }),
    generation: t.exposeInt('generation', {
      description: 'Which workflow of the journey it is; a higher one replaced it.',
    }),
    status: t.field({ type: StatusRef, description: 'How it stands.', resolve: ({ status }) => status }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began, by Temporal’s clock.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    events: t.exposeInt('events', { description: 'How long its history is.' }),
    url: t.exposeString('url', {
      nullable: true,
      description: 'Where Temporal’s own web pages show it, when they are configured.',
    }),
    history: t.field({
      type: HistoryRef,
      nullable: true,
      description: 'Its events, the first first; null when they cannot be had now.',
      complexity: pageCost,
      args: {
        first: t.arg.int({ description: 'How many, at most 100. Default 20.' }),
        after: t.arg.string({ description: 'Those after this cursor.' }),
      },
      resolve: (run, args, context) => connectHistory(context, run, args),
    }),
  }),
})

builder.objectFields(JourneyRef, (t) => ({
  runs: t.field({
    type: [RunRef],
    nullable: true,
    description:
      'Every generation and run of its workflow that Temporal remembers, the newest first. For operators; null when they cannot be had: see runsUnavailable.',
    authScopes: (_journey, _args, context) => isOperator(context),
    complexity: { field: 20, multiplier: 5 },
    resolve: async (journey, _args, context) => {
      const runs = await runsOf(context, journey)
      return isUnavailable(runs) ? null : [...runs]
    },
  }),
  runsUnavailable: t.field({
    type: UnavailableRef,
    nullable: true,
    description: 'Why there are no runs to show; null when there are. For operators.',
    authScopes: (_journey, _args, context) => isOperator(context),
    complexity: 20,
    resolve: async (journey, _args, context) => {
      const runs = await runsOf(context, journey)
      return isUnavailable(runs) ? runs.unavailable : null
    },
  }),
}))

type Runs = Promise<readonly WorkflowRun[] | Unavailable>

/** Both fields of a journey ask once. */
const asked = createContextCache((_context: Context) => new Map<string, Runs>())

function runsOf(context: Context, { id, kind }: JourneyView): Runs {
  if (!isOperator(context)) throw notAllowed(context)
  const known = asked(context).get(id)
  if (known !== undefined) return known
  const runs = context.deps.workflows.runs({ journeyId: id, kind })
  asked(context).set(id, runs)
  return runs
}

async function connectHistory(
  { deps }: Context,
  run: WorkflowRun,
  args: { first?: number | null | undefined; after?: string | null | undefined },
) {
  const answers: { told: readonly HistoryEntry[] | Unavailable } = { told: [] }
  const page = await connect(args, byNumber, async ({ after, limit }) => {
    answers.told = await deps.workflows.history(run, { after: Number(after?.[0] ?? 0), limit })
    return isUnavailable(answers.told) ? [] : answers.told
  })
  return isUnavailable(answers.told) ? null : page
}

const byNumber = { types: ['int4'] as const, keyOf: ({ number }: HistoryEntry) => [String(number)] }

function isUnavailable(told: readonly unknown[] | Unavailable): told is Unavailable {
  return 'unavailable' in told
}
