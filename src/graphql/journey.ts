import { type JourneyView, listJourneys } from '../db/journey-views.ts'
import type { JourneyKind, WaitingFor } from '../domain/journeys/journey.ts'
import { builder } from './builder.ts'
import { byId, connect, type Order, pageCost } from './connection.ts'
import { EnrolmentRef, loadEnrolments } from './enrolment-facts.ts'
import { InvitationRef, loadInvitations } from './invitation-facts.ts'
import { followsJourney, JourneyRef, seesItsPerson, seesJourney } from './journey-ref.ts'
import { connectMessages, MessageConnectionRef, MessageRef } from './message.ts'
import { OrganisationRef } from './organisation.ts'
import { DirectionRef, loadPeopleOfAccounts, PersonRef } from './person.ts'
import { PortalRef } from './portal.ts'
import { isOperator, isOwnPerson, reachOf } from './sight.ts'
import { connectTasksOf, TaskConnectionRef, TaskRef } from './task.ts'
import { connectTimeline, TimelineConnectionRef, TimelineEntryRef } from './timeline.ts'

const JourneyKindRef = builder.enumType('JourneyKind', {
  description: 'What a journey is about.',
  values: {
    ACCOUNT_ACTIVATION: { value: 'account-activation', description: 'Somebody is invited to activate an account.' },
    FACTOR_ENROLMENT: { value: 'factor-enrolment', description: 'Somebody is asked to set up a second step.' },
    ACCOUNT_RECOVERY: {
      value: 'account-recovery',
      description: 'The service desk restores the access of somebody who lost a second step.',
    },
    OFFBOARDING: {
      value: 'offboarding',
      description: 'Somebody leaves, and reaches payslips and statements until April.',
    },
    DOCUMENT_BATCH: {
      value: 'document-batch',
      description: 'Many people are told of documents that were published together. It is about nobody in particular.',
    },
    LEAVING_BATCH: {
      value: 'leaving-batch',
      description: 'Many people leave together. It is about nobody in particular; each has a leaving of their own.',
    },
  } as const satisfies Record<string, { value: JourneyKind; description: string }>,
})

const JourneyStatusRef = builder.enumType('JourneyStatus', {
  description: 'Whether a journey is under way.',
  values: {
    OPEN: { value: 'open', description: 'Under way.' },
    ENDED: { value: 'ended', description: 'Ended: its outcome says how.' },
  } as const,
})

const waits = [
  'START_DATE',
  'PERSON',
  'HR',
  'SERVICE_DESK',
  'WAITING_TIME',
  'OPERATOR',
  'LAST_DAY',
  'PAYROLL',
  'CLOSING',
  'SYSTEM',
  'PEOPLE',
] as const satisfies readonly WaitingFor[]

const WaitingForRef = builder.enumType('WaitingFor', {
  description: 'Whom or what a journey waits for.',
  values: {
    START_DATE: { description: 'For a day to come.' },
    PERSON: { description: 'For the person it is about.' },
    HR: { description: 'For HR: there is a task.' },
    SERVICE_DESK: { description: 'For the service desk: there is a task.' },
    WAITING_TIME: { description: 'For the time in which the person can object.' },
    OPERATOR: { description: 'For an operator: it is stuck.' },
    LAST_DAY: { description: 'For the last day to be over.' },
    PAYROLL: { description: 'For payroll to publish the annual statement.' },
    CLOSING: { description: 'For access to end.' },
    SYSTEM: { description: 'For the system that publishes.' },
    PEOPLE: { description: 'For the people it told something.' },
  },
})

JourneyRef.implement({
  description:
    'What somebody goes through. Seen by that person, by HR, service desk and ADMIN of its organisation, by its keys with journeys:read, and by operators, who see ids and states of every portal and nothing personal.',
  authScopes: (journey, context) => seesJourney(context, journey),
  fields: (t) => ({
    kind: t.field({ type: JourneyKindRef, description: 'What it is about.', resolve: ({ kind }) => kind }),
    status: t.field({
      type: JourneyStatusRef,
      description: 'Whether it is under way.',
      resolve: ({ status }) => status,
    }),
    outcome: t.exposeString('outcome', {
      nullable: true,
      description: 'How it ended, such as `activated` or `expired`.',
    }),
    version: t.exposeInt('seq', {
      description: 'Counts what changed from outside. Give it as expectedVersion to act on what you saw.',
    }),
    plan: t.exposeInt('plan', { description: 'Counts how often it was planned anew.' }),
    waitingFor: t.field({
      type: WaitingForRef,
      nullable: true,
      description: 'Whom or what it waits for.',
      resolve: ({ waitingFor }) => waits.find((one) => one === waitingFor) ?? null,
    }),
    nextDueAt: t.expose('nextDueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When something happens by itself; null when only a person can move it.',
    }),
    postponedUntil: t.expose('postponedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Nothing happens before.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    stuckSince: t.expose('stuckAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it cannot go on by itself.',
    }),
    stuckCode: t.exposeString('stuckCode', { nullable: true, description: 'Why, as a code for operators.' }),
    portal: t.field({ type: PortalRef, description: 'Whose it is.', resolve: ({ portalId }) => portalId }),
    organisation: t.field({
      type: OrganisationRef,
      nullable: true,
      description: 'Where.',
      resolve: (journey) => journey.organisationId,
    }),
    person: t.loadable({
      type: PersonRef,
      nullable: true,
      description:
        'Whom it is about. Null for operators, for keys without people:read, and where it is about nobody in particular.',
      load: loadPeopleOfAccounts,
      resolve: (journey) => journey.subjectId,
    }),
    invitation: t.loadable({
      type: InvitationRef,
      nullable: true,
      description:
        'What HR said when it invited. For HR, service desk and ADMIN of the organisation and its keys with journeys:read; null for others.',
      load: loadInvitations,
      resolve: (journey, _args, context) => (followsJourney(context, journey) ? journey.id : null),
    }),
    enrolment: t.loadable({
      type: EnrolmentRef,
      nullable: true,
      description:
        'The time to set up a second step, where that is what it is about. For the person and whoever follows the journey in its portal; null for others.',
      load: loadEnrolments,
      resolve: (journey, _args, context) =>
        journey.kind === 'factor-enrolment' && seesItsPerson(context, journey) ? journey.id : null,
    }),
    timeline: t.connection(
      {
        type: TimelineEntryRef,
        description: 'What happened, the first first.',
        complexity: pageCost,
        resolve: (journey, args, context) => connectTimeline(context, journey, args),
      },
      TimelineConnectionRef,
    ),
    messages: t.connection(
      {
        type: MessageRef,
        description: 'Every mail and SMS, the first first, without its words and secrets.',
        complexity: pageCost,
        resolve: (journey, args, context) => connectMessages(context, journey, args),
      },
      MessageConnectionRef,
    ),
    tasks: t.connection(
      {
        type: TaskRef,
        description:
          'What somebody had to do for it, the first first: for HR, service desk and operators; others see their own.',
        complexity: pageCost,
        resolve: (journey, args, context) => connectTasksOf(context, journey, args),
      },
      TaskConnectionRef,
    ),
  }),
})

export const JourneyConnectionRef = builder.connectionObject(
  { type: JourneyRef, name: 'JourneyConnection', description: 'A page of journeys.' },
  { name: 'JourneyEdge' },
)

builder.objectField(PersonRef, 'journeys', (t) =>
  t.connection(
    {
      type: JourneyRef,
      description:
        'What they go and went through, the newest first: for themselves, and for whoever may see journeys of the organisation.',
      complexity: pageCost,
      resolve: ({ id, portalId, account }, args, context) => {
        const reach = isOwnPerson(context, id) ? 'all' : reachOf(context, ['journeys.read'])
        const order = { by: 'STARTED', direction: 'DESC' } as const
        return connect(args, byId, (page) =>
          context.reader.read((tx) => listJourneys(tx, { reach, portalId, subjectId: account.id }, { page, order })),
        )
      },
    },
    JourneyConnectionRef,
  ),
)

const JourneyFilterRef = builder.inputType('JourneyFilter', {
  description: 'Which journeys. What is left out does not matter.',
  fields: (t) => ({
    kind: t.field({ type: JourneyKindRef, description: 'Of this kind.' }),
    status: t.field({ type: JourneyStatusRef, description: 'Under way, or ended.' }),
    outcome: t.string({ description: 'Ended like this, such as `expired`.' }),
    waitingFor: t.field({ type: WaitingForRef, description: 'Waiting for this.' }),
    organisation: t.globalID({ for: OrganisationRef, description: 'Of this organisation.' }),
    isStuck: t.boolean({ description: 'Those that cannot go on by themselves, or the others.' }),
    isOverdue: t.boolean({ description: 'Those whose instant passed without a stir, or the others.' }),
    portal: t.string({
      description: 'Of the portal with this slug. For operators: others see their own portal alone.',
    }),
  }),
})

const JourneyOrderByRef = builder.enumType('JourneyOrderBy', {
  description: 'What journeys are ordered by.',
  values: {
    STARTED: { description: 'When they began.' },
    DUE: { description: 'When something happens next; those that wait for no instant are left out.' },
  },
})

const JourneyOrderRef = builder.inputType('JourneyOrder', {
  description: 'The order of journeys.',
  fields: (t) => ({
    by: t.field({ type: JourneyOrderByRef, required: true, description: 'By what.' }),
    direction: t.field({ type: DirectionRef, required: true, description: 'Which way.' }),
  }),
})

const byDue: Order<JourneyView> = {
  types: ['timestamptz', 'uuid'],
  keyOf: ({ nextDueAt, id }) => [nextDueAt ?? '', id],
}

builder.queryFields((t) => ({
  journey: t.field({
    type: JourneyRef,
    nullable: true,
    description:
      'A journey by its id; null when there is none, or none you may see. For anybody who is signed in, and for keys.',
    authScopes: { known: true },
    args: { id: t.arg.globalID({ for: JourneyRef, required: true, description: 'Its id.' }) },
    resolve: (_root, { id }) => id.id,
  }),
  journeys: t.connection(
    {
      type: JourneyRef,
      description:
        'The journeys of the organisations within reach, the newest first. For HR, service desk, ADMIN and service keys with journeys:read; operators see ids and states of every portal.',
      authScopes: { anyRight: ['journeys.read', 'installation.read'] },
      complexity: pageCost,
      args: {
        filter: t.arg({ type: JourneyFilterRef, description: 'Which journeys.' }),
        orderBy: t.arg({ type: JourneyOrderRef, description: 'In which order. Default the newest first.' }),
      },
      resolve: (_root, { filter, orderBy, ...args }, context) => {
        const { organisation, portal, ...given } = { ...filter }
        const asked = { ...given, organisationId: organisation?.id, portalSlug: portal }
        const order = orderBy ?? { by: 'STARTED', direction: 'DESC' }
        return connect(args, order.by === 'DUE' ? byDue : byId, (page) =>
          isOperator(context)
            ? listJourneys(context.deps.engine.drizzle, { reach: 'all', ...asked }, { page, order })
            : context.reader.read((tx) =>
                listJourneys(
                  tx,
                  { reach: reachOf(context, ['journeys.read']), ...asked, portalId: context.portal.id },
                  { page, order },
                ),
              ),
        )
      },
    },
    JourneyConnectionRef,
  ),
}))
