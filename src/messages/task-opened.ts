import { sayDay } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type TaskOpened = Common & {
  /** What is asked, in the language of the one who is asked. */
  readonly title: string
  /** Whom it is about: a number or reference that the holder knows, so that the mail itself tells little. */
  readonly concerns: string | null
  readonly dueOn: string | null
  /** Straight to the task (S002-012). */
  readonly taskUrl: string
}

/** Someone is waiting for the reader: every new task also mails its holder (S002-011). */
export const taskOpened: MailTemplate<TaskOpened> = {
  channel: 'mail',
  name: 'task-opened',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    title: params.text('title'),
    concerns: params.optionalText('concerns'),
    dueOn: params.optionalDay('dueOn'),
    taskUrl: params.link('taskUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Te ondernemen actie: ${p.title}`,
      preheader: `In ${p.portalName} staat een actie voor je klaar.`,
      paragraphs: [`In ${p.portalName} staat een actie voor je klaar:`, ...dutchFacts(p)],
      button: { label: 'Bekijk de actie', url: p.taskUrl },
      afterButton: [`Al je openstaande acties vind je terug in ${p.portalName}.`],
    }),
    u: (p) => ({
      subject: `Te ondernemen actie: ${p.title}`,
      preheader: `In ${p.portalName} staat een actie voor u klaar.`,
      paragraphs: [`In ${p.portalName} staat een actie voor u klaar:`, ...dutchFacts(p)],
      button: { label: 'Bekijk de actie', url: p.taskUrl },
      afterButton: [`Al uw openstaande acties vindt u terug in ${p.portalName}.`],
    }),
    en: (p) => ({
      subject: `Action needed: ${p.title}`,
      preheader: `An action is waiting for you in ${p.portalName}.`,
      paragraphs: [
        `An action is waiting for you in ${p.portalName}:`,
        p.title,
        ...(p.concerns ? [`It concerns: ${p.concerns}`] : []),
        ...(p.dueOn ? [`Please complete it by ${sayDay(p.dueOn, 'en')}.`] : []),
      ],
      button: { label: 'View the action', url: p.taskUrl },
      afterButton: [`You find all your open actions in ${p.portalName}.`],
    }),
  }),
}

function dutchFacts({ title, concerns, dueOn }: TaskOpened): readonly string[] {
  return [
    title,
    ...(concerns ? [`Het gaat om: ${concerns}`] : []),
    ...(dueOn ? [`Graag afronden uiterlijk op ${sayDay(dueOn, 'nl')}.`] : []),
  ]
}
