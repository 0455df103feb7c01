import { sayDay, sayUntil } from './dates.ts'
import { leaverTodo, readTodo, type Todo } from './leaver-todo.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type LeavingPlanned = Common & {
  readonly todo: Todo
  readonly lastDay: string
  readonly closesAt: Date
  /** The last day was over when this was written. */
  readonly isPast: boolean
  /** An earlier mail named other days. */
  readonly isAnew: boolean
  readonly signInUrl: string
}

/** What happens when, and what is wrong now (S000-023): sent when it is planned, and planned anew. */
export const leavingPlanned: MailTemplate<LeavingPlanned> = {
  channel: 'mail',
  name: 'leaving-planned',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    todo: readTodo(params),
    lastDay: params.day('lastDay'),
    closesAt: params.instant('closesAt'),
    isPast: params.optionalFlag('isPast'),
    isAnew: params.flag('isAnew'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `${p.isAnew ? 'Gewijzigd: je' : 'Je'} toegang tot ${p.portalName} na je vertrek`,
      preheader: `Je loonstroken en jaaropgaven blijven te zien ${sayUntil(p.closesAt, 'nl')}.`,
      paragraphs: [
        ...(p.isAnew ? ['De datum van je vertrek is gewijzigd. Wat eerder gemaild is, geldt niet meer.'] : []),
        ...(p.isPast
          ? [
              `Je laatste werkdag bij ${p.organisationName} was ${sayDay(p.lastDay, 'nl')}.`,
              `In ${p.portalName} zie je nu alleen nog je loonstroken en jaaropgaven. Dat kan ${sayUntil(p.closesAt, 'nl')}.`,
            ]
          : [
              `Je laatste werkdag bij ${p.organisationName} is ${sayDay(p.lastDay, 'nl')}. Die dag werkt alles nog zoals je gewend bent.`,
              `Daarna zie je in ${p.portalName} alleen nog je loonstroken en jaaropgaven. Dat kan ${sayUntil(p.closesAt, 'nl')}.`,
            ]),
        ...leaverTodo(p.todo, 'je'),
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    u: (p) => ({
      subject: `${p.isAnew ? 'Gewijzigd: uw' : 'Uw'} toegang tot ${p.portalName} na uw vertrek`,
      preheader: `Uw loonstroken en jaaropgaven blijven te zien ${sayUntil(p.closesAt, 'nl')}.`,
      paragraphs: [
        ...(p.isAnew ? ['De datum van uw vertrek is gewijzigd. Wat eerder gemaild is, geldt niet meer.'] : []),
        ...(p.isPast
          ? [
              `Uw laatste werkdag bij ${p.organisationName} was ${sayDay(p.lastDay, 'nl')}.`,
              `In ${p.portalName} ziet u nu alleen nog uw loonstroken en jaaropgaven. Dat kan ${sayUntil(p.closesAt, 'nl')}.`,
            ]
          : [
              `Uw laatste werkdag bij ${p.organisationName} is ${sayDay(p.lastDay, 'nl')}. Die dag werkt alles nog zoals u gewend bent.`,
              `Daarna ziet u in ${p.portalName} alleen nog uw loonstroken en jaaropgaven. Dat kan ${sayUntil(p.closesAt, 'nl')}.`,
            ]),
        ...leaverTodo(p.todo, 'u'),
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    en: (p) => ({
      subject: `${p.isAnew ? 'Changed: your' : 'Your'} access to ${p.portalName} after you leave`,
      preheader: `Your payslips and annual statements stay within reach ${sayUntil(p.closesAt, 'en')}.`,
      paragraphs: [
        ...(p.isAnew ? ['The date on which you leave was changed. What we wrote earlier no longer counts.'] : []),
        ...(p.isPast
          ? [
              `Your last working day at ${p.organisationName} was ${sayDay(p.lastDay, 'en')}.`,
              `You now see only your payslips and annual statements in ${p.portalName}, ${sayUntil(p.closesAt, 'en')}.`,
            ]
          : [
              `Your last working day at ${p.organisationName} is ${sayDay(p.lastDay, 'en')}. On that day everything still works as you are used to.`,
              `After that you see only your payslips and annual statements in ${p.portalName}, ${sayUntil(p.closesAt, 'en')}.`,
            ]),
        ...leaverTodo(p.todo, 'en'),
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [],
    }),
  }),
}
