import { completeTask } from '../commands/journeys/complete-task.ts'
import { taskUrl } from '../commands/messages/links.ts'
import type { JourneyView } from '../db/journey-views.ts'
import { findTasks, listTasks, type TaskFilter } from '../db/task-views.ts'
import type { TaskRow } from '../db/tasks.ts'
import { taskTitles } from '../domain/journeys/task.ts'
import { builder } from './builder.ts'
import { byId, type ConnectionArgs, connect, pageCost } from './connection.ts'
import { allowed, type Context } from './context.ts'
import { answers, perform } from './errors.ts'
import { RoleRef } from './grant.ts'
import { linkedId } from './ids.ts'
import { JourneyRef } from './journey-ref.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'
import { findAnywhere, isOperator, isOwnAccount, looking, reachOf } from './sight.ts'

export const TaskKindRef = builder.enumType('TaskKind', {
  description: 'What is asked.',
  values: {
    CORRECT_MOBILE: { description: 'Correct or add a mobile number.' },
    CORRECT_EMAIL: { description: 'Correct a mail address.' },
    APPROVE_RECOVERY: { description: 'Approve a recovery that a colleague started, or withdraw it.' },
    LOOK_INTO_OBJECTION: { description: 'Find out who asked for a recovery that its person objected to.' },
    HELP_LEAVER: { description: 'Help somebody who leaves and would be locked out as things stand.' },
    CHASE_STATEMENT: { description: 'Ask payroll for an annual statement that is missing.' },
    POST_DOCUMENTS: { description: 'Send payslips and statements by post to somebody who was blocked.' },
    HELP_HEIRS: { description: 'Help the heirs of somebody who died.' },
    RESUME_LEAVING_BATCH: { description: 'Look into a list of leavers that halted, and resume or withdraw it.' },
    REPAIR_JOURNEY: { description: 'Look after a journey that is stuck.' },
  },
})

const TaskStatusRef = builder.enumType('TaskStatus', {
  description: 'Whether a task still waits.',
  values: {
    OPEN: { value: 'open', description: 'It waits.' },
    DONE: { value: 'done', description: 'It was done.' },
    CANCELLED: { value: 'cancelled', description: 'It is no longer needed.' },
  } as const,
})

export const TaskRef = builder.loadableNodeRef('Task', {
  id: { resolve: ({ id }: TaskRow) => id },
  load: loadTasks,
  sort: ({ id }: TaskRow) => id,
  loaderOptions: { cache: false },
})

TaskRef.implement({
  description:
    'Something somebody has to do (“te ondernemen actie”). Seen by whoever may do it, by the service desk, and by operators.',
  authScopes: (task, context) => seesTask(context, task),
  fields: (t) => ({
    kind: t.field({ type: TaskKindRef, description: 'What is asked.', resolve: ({ kind }) => kind }),
    title: t.string({
      description: 'What is asked, for people, in the language of the request.',
      resolve: ({ kind }, _args, { language }) => taskTitles[kind][language],
    }),
    status: t.field({ type: TaskStatusRef, description: 'Whether it still waits.', resolve: ({ status }) => status }),
    role: t.field({
      type: RoleRef,
      nullable: true,
      description: 'Whoever has this role in the organisation may do it.',
      resolve: ({ role }) => role,
    }),
    organisation: t.field({
      type: OrganisationRef,
      nullable: true,
      description: 'Where.',
      resolve: (task) => task.organisationId,
    }),
    person: t.field({
      type: PersonRef,
      nullable: true,
      description: 'Whom it is about. Null for operators.',
      resolve: (task) => task.aboutPersonId,
    }),
    journey: t.field({
      type: JourneyRef,
      nullable: true,
      description: 'The journey that waits for it.',
      resolve: (task) => task.journeyId,
    }),
    url: t.string({
      nullable: true,
      description: 'Straight to it, in the portal’s own pages. Null for operators elsewhere.',
      resolve: (task, _args, { portal }) => (task.portalId === portal.id ? taskUrl(portal, task.id) : null),
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: 'By when.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when it waits.' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true, description: 'When it was done or cancelled.' }),
  }),
})

export const TaskConnectionRef = builder.connectionObject(
  { type: TaskRef, name: 'TaskConnection', description: 'A page of tasks.' },
  { name: 'TaskEdge' },
)

const TaskFilterRef = builder.inputType('TaskFilter', {
  description: 'Which tasks. What is left out does not matter.',
  fields: (t) => ({
    status: t.field({ type: TaskStatusRef, description: 'Which are in this state.' }),
    kind: t.field({ type: TaskKindRef, description: 'Which ask this.' }),
    organisation: t.globalID({ for: OrganisationRef, description: 'Which belong to it.' }),
  }),
})

builder.queryFields((t) => ({
  task: t.field({
    type: TaskRef,
    nullable: true,
    description:
      'A task by its id, or by the id in its deep link; null when there is none, or none you may see. For anybody who is signed in, and for keys.',
    authScopes: { known: true },
    args: { id: t.arg.id({ required: true, description: 'Its id, or what its link ends with.' }) },
    resolve: (_root, { id }) => linkedId('Task', String(id)),
  }),
  tasks: t.connection(
    {
      type: TaskRef,
      description:
        'The tasks of the organisations within reach, the oldest first. For HR and service desk; operators see those of every portal.',
      authScopes: { anyRight: ['tasks.read', 'installation.read'] },
      complexity: pageCost,
      args: { filter: t.arg({ type: TaskFilterRef, description: 'Which tasks.' }) },
      resolve: (_root, { filter, ...args }, context) => {
        const { organisation, ...given } = { ...filter }
        const asked = { ...given, organisationId: organisation?.id }
        if (isOperator(context)) {
          return connect(args, byId, (page) => listTasks(context.deps.engine.drizzle, { reach: 'all', ...asked }, page))
        }
        return connectTasks(context, { reach: reachOf(context, ['tasks.read']), ...asked }, args)
      },
    },
    TaskConnectionRef,
  ),
}))

builder.relayMutationField(
  'taskComplete',
  {
    description: 'Which task is done.',
    inputFields: (t) => ({ id: t.globalID({ for: TaskRef, required: true, description: 'The task.' }) }),
  },
  {
    ...answers(
      'Says that a task was done elsewhere: the contact counts as good again, and the journey goes on. For HR and service desk of its organisation.',
      'NOT_FOUND',
      'TASK_CLOSED',
      'TASK_HAS_OWN_ACT',
      'SECOND_PERSON_NEEDED',
    ),
    authScopes: { anyRight: ['tasks.write'] },
    resolve: (_root, { input }, context, info) =>
      perform(context, info, (call) => completeTask(context.deps, call, { taskId: input.id.id })),
  },
  {
    description: 'The task is done.',
    outputFields: (t) => ({
      task: t.field({ type: TaskRef, nullable: true, description: 'The task.', resolve: ({ taskId }) => taskId }),
      journey: t.field({
        type: JourneyRef,
        nullable: true,
        description: 'Its journey.',
        resolve: ({ journeyId }) => journeyId,
      }),
    }),
  },
)

export function connectTasks(context: Context, filter: TaskFilter, args: ConnectionArgs) {
  const ofPortal = { ...filter, portalId: context.portal.id }
  return connect(args, byId, (page) => context.reader.read((tx) => listTasks(tx, ofPortal, page)))
}

/** A journey's, as far as the asker may see them: whoever sees the journey need not see what HR was asked. */
export function connectTasksOf(context: Context, { portalId, id }: JourneyView, args: ConnectionArgs) {
  const { actor } = context
  const filter: TaskFilter = {
    reach: isOperator(context) ? 'all' : reachOf(context, ['tasks.read']),
    accountId: actor.kind === 'account' ? actor.accountId : undefined,
    portalId,
    journeyId: id,
  }
  return connect(args, byId, (page) => looking(context, portalId, (reads) => listTasks(reads, filter, page)))
}

async function loadTasks(ids: string[], context: Context): Promise<TaskRow[]> {
  const found = await findAnywhere(context, ids, {
    own: findTasks,
    elsewhere: ({ drizzle }, others) => findTasks(drizzle, others),
  })
  return found.filter((task) => seesTask(context, task))
}

function seesTask(context: Context, { accountId, organisationId, portalId }: TaskRow): boolean {
  if (isOwnAccount(context, accountId) || isOperator(context)) return true
  return portalId === context.portal.id && allowed(context, 'tasks.read', organisationId)
}
