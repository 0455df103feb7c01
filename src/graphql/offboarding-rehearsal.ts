import { type OffboardingRehearsal, rehearseOffboarding } from '../commands/employments/rehearse-offboarding.ts'
import type { RehearsedEvent, RehearsedMail } from '../commands/employments/rehearsed-events.ts'
import type { AgendaRight } from '../domain/employments/leaving-agenda.ts'
import { taskTitles } from '../domain/journeys/task.ts'
import { addDays } from '../domain/time.ts'
import { actCost, builder } from './builder.ts'
import { allowed, type Context } from './context.ts'
import { answers, asMember } from './errors.ts'
import { RoleRef } from './grant.ts'
import { LeaverItemRef, mayOffboard, whoOffboards } from './offboarding.ts'
import { LeaverFindingRef } from './offboarding-facts.ts'
import { OrganisationRef } from './organisation.ts'
import { PersonRef } from './person.ts'
import { TaskKindRef } from './task.ts'

const hidden = 'Null for keys without people:read.'

const YearOfRef = builder.enumType('LeavingYear', {
  description: 'Which day’s year decides when access ends: 1 April of the year after it.',
  values: {
    LAST_DAY: { description: 'That of the last day of employment.' },
    FIRST_DAY_OUT: { description: 'That of the day after it.' },
  },
})

const PolicyRef = builder.inputType('LeavingPolicy', {
  description: 'How leaving would go under another policy. What is left out is as the portal decided.',
  fields: (t) => ({
    yearOf: t.field({ type: YearOfRef, description: 'Which day’s year counts.' }),
    reminderDays: t.intList({ description: 'How many days before the last one the leaver is reminded.' }),
    reminderHour: t.int({ description: 'At which hour of the day people are mailed, in Amsterdam.' }),
    warnDays: t.int({ description: 'How many days before the last one HR hears of what is wrong.' }),
    closingReminderDays: t.intList({ description: 'How many days before the end the leaver is reminded.' }),
  }),
})

type Shown<T> = T & { readonly showsPerson: boolean }

const MailRef = builder.objectRef<Shown<RehearsedMail>>('RehearsedMail').implement({
  description: 'A mail as its reader would get it.',
  fields: (t) => ({
    template: t.exposeString('template', { description: 'What it says, by name.' }),
    recipient: t.string({
      nullable: true,
      description: `To which address. ${hidden}`,
      resolve: ({ recipient, showsPerson }) => (showsPerson ? recipient : null),
    }),
    subject: t.string({
      nullable: true,
      description: `Its subject, in the language of whoever reads it. ${hidden}`,
      resolve: ({ subject, showsPerson }) => (showsPerson ? subject : null),
    }),
    text: t.string({
      nullable: true,
      description: `All of its text, in the language of whoever reads it; the address of a task ends with … because there is none yet. ${hidden}`,
      resolve: ({ text, showsPerson }) => (showsPerson ? text : null),
    }),
  }),
})

const RightRef = builder.objectRef<AgendaRight>('RehearsedRight').implement({
  description: 'A right as it would be.',
  fields: (t) => ({
    role: t.field({ type: RoleRef, description: 'What it allows.', resolve: ({ role }) => role }),
    system: t.exposeString('system', { nullable: true, description: 'In which system, where a portal has several.' }),
    from: t.expose('from', { type: 'DateTime', description: 'From when.' }),
    until: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when; null without an end. No later than its beginning: it never begins.',
    }),
  }),
})

const TaskRef = builder.objectRef<NonNullable<RehearsedEvent['task']>>('RehearsedTask').implement({
  description: 'What HR would be asked.',
  fields: (t) => ({
    kind: t.field({ type: TaskKindRef, description: 'What.', resolve: ({ kind }) => kind }),
    title: t.string({
      description: 'What, for people, in the language of the request.',
      resolve: ({ kind }, _args, { language }) => taskTitles[kind][language],
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'By when.' }),
  }),
})

const EventKindRef = builder.enumType('RehearsedEventKind', {
  description: 'What would happen.',
  values: {
    RIGHT_ENDS: { description: 'A right ends.' },
    RIGHT_BEGINS: { description: 'A right begins.' },
    MAIL: { description: 'A mail leaves: to the leaver, or about a task to HR and service desk.' },
    TASK: { description: 'HR is asked something.' },
    END: { description: 'The journey has ended.' },
  },
})

const EventRef = builder.objectRef<Shown<RehearsedEvent>>('RehearsedEvent').implement({
  description: 'One thing that would happen.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    kind: t.field({ type: EventKindRef, description: 'What.', resolve: ({ kind }) => kind }),
    right: t.field({
      type: RightRef,
      nullable: true,
      description: 'Which right ends or begins.',
      resolve: ({ right }) => right,
    }),
    mail: t.field({
      type: MailRef,
      nullable: true,
      description: 'Which mail leaves.',
      resolve: ({ mail, showsPerson }) => mail && { ...mail, showsPerson },
    }),
    task: t.field({ type: TaskRef, nullable: true, description: 'What HR is asked.', resolve: ({ task }) => task }),
  }),
})

const RehearsalRef = builder.objectRef<OffboardingRehearsal>('OffboardingRehearsal').implement({
  description: `What would happen if a last day were recorded now and nobody did anything about it. Nothing of it has happened. ${whoOffboards}`,
  fields: (t) => ({
    person: t.field({
      type: PersonRef,
      nullable: true,
      description: `Who. ${hidden}`,
      resolve: ({ personId }) => personId,
    }),
    lastDay: t.expose('lastDay', { type: 'Date', description: 'The last day of employment, worked in full.' }),
    firstDayOut: t.field({
      type: 'Date',
      description: 'The day after it.',
      resolve: ({ lastDay }) => addDays(lastDay, 1),
    }),
    narrowsAt: t.field({
      type: 'DateTime',
      description: 'From when on only payslips and annual statements would be left.',
      resolve: ({ calendar }) => calendar.narrowAt,
    }),
    closesAt: t.field({
      type: 'DateTime',
      description: 'From when on there would be no access at all.',
      resolve: ({ calendar }) => calendar.closeAt,
    }),
    findings: t.field({
      type: [LeaverFindingRef],
      nullable: true,
      description: `What is wrong now and would lock them out; empty when nothing is. ${hidden}`,
      resolve: ({ findings, organisationId }, _args, context) =>
        showsPerson(context, organisationId) ? [...findings] : null,
    }),
    agenda: t.field({
      type: [EventRef],
      description: 'Everything that would happen, in order.',
      resolve: ({ events, organisationId }, _args, context) =>
        events.map((event) => ({ ...event, showsPerson: showsPerson(context, organisationId) })),
    }),
  }),
})

function showsPerson(context: Context, organisationId: string): boolean {
  return allowed(context, 'people.read', organisationId)
}

builder.queryField('offboardingRehearse', (t) =>
  t.field({
    type: RehearsalRef,
    ...answers(
      `What would happen if this last day were recorded now: each mail with its text, each change of rights, each task. Nothing changes by asking. Whom offboardingPlan would refuse is refused here, with the same code; LEAVING_ALREADY also for the day that is recorded. ${whoOffboards}`,
      'NOT_FOUND',
      'INVALID_INPUT',
      'LEAVING_ALREADY',
      'NOTHING_TO_END',
    ),
    authScopes: mayOffboard,
    // Looks up as much as a plan does, and writes all of its mails.
    complexity: actCost,
    args: {
      organisation: t.arg.globalID({
        for: OrganisationRef,
        required: true,
        description: 'The organisation they leave.',
      }),
      item: t.arg({ type: LeaverItemRef, required: true, description: 'Who, and when.' }),
      policy: t.arg({
        type: PolicyRef,
        description: 'Another policy than the one in effect, to see what it would do.',
      }),
    },
    resolve: (_root, { organisation, item, policy }, { call, deps, reader }) => {
      const { person, ...asked } = item
      const input = { organisationId: organisation.id, item: { ...asked, personId: person?.id }, policy }
      return reader.read((tx) => rehearseOffboarding(tx, deps, { call, input })).catch(refused)
    },
  }),
)

function refused(error: unknown): never {
  throw asMember(error)
}
