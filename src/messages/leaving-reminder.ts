import { sayDay } from './dates.ts'
import { leaverTodo, readTodo, type Todo } from './leaver-todo.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type LeavingReminder = Common & {
  readonly todo: Todo
  readonly lastDay: string
  readonly signInUrl: string
}

/** Before the last day: what is still to do, or the way in is lost. */
export const leavingReminder: MailTemplate<LeavingReminder> = {
  channel: 'mail',
  name: 'leaving-reminder',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    todo: readTodo(params),
    lastDay: params.day('lastDay'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Herinnering: regel je toegang tot ${p.portalName} vóór je vertrek`,
      preheader: `Je laatste werkdag is ${sayDay(p.lastDay, 'nl')}.`,
      paragraphs: [
        `Je laatste werkdag bij ${p.organisationName} is ${sayDay(p.lastDay, 'nl')}. Zoals het nu staat, kun je daarna niet meer bij je loonstroken en jaaropgaven.`,
        ...leaverTodo(p.todo, 'je'),
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    u: (p) => ({
      subject: `Herinnering: regel uw toegang tot ${p.portalName} vóór uw vertrek`,
      preheader: `Uw laatste werkdag is ${sayDay(p.lastDay, 'nl')}.`,
      paragraphs: [
        `Uw laatste werkdag bij ${p.organisationName} is ${sayDay(p.lastDay, 'nl')}. Zoals het nu staat, kunt u daarna niet meer bij uw loonstroken en jaaropgaven.`,
        ...leaverTodo(p.todo, 'u'),
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    en: (p) => ({
      subject: `Reminder: arrange your access to ${p.portalName} before you leave`,
      preheader: `Your last working day is ${sayDay(p.lastDay, 'en')}.`,
      paragraphs: [
        `Your last working day at ${p.organisationName} is ${sayDay(p.lastDay, 'en')}. As things stand, you cannot reach your payslips and annual statements after that.`,
        ...leaverTodo(p.todo, 'en'),
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [],
    }),
  }),
}
