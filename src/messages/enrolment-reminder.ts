import { sayDay } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type EnrolmentReminder = Common & {
  /** The last day on which signing in still works without it. */
  readonly deadlineOn: string
  readonly signInUrl: string
}

/** The second step still has to be set up. */
export const enrolmentReminder: MailTemplate<EnrolmentReminder> = {
  channel: 'mail',
  name: 'enrolment-reminder',
  version: 1,
  priority: 'bulk',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    deadlineOn: params.day('deadlineOn'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Herinnering: stel tweestapsverificatie in voor ${p.portalName}`,
      preheader: `Doe dit uiterlijk op ${sayDay(p.deadlineOn, 'nl')}.`,
      paragraphs: [
        `Je hebt de tweestapsverificatie voor ${p.portalName} nog niet ingesteld. Doe dit uiterlijk op ${sayDay(p.deadlineOn, 'nl')}.`,
        'Na die dag begint het inloggen met het instellen. Pas daarna kun je verder.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Heb je de tweestapsverificatie inmiddels ingesteld? Dan hoef je niets te doen.'],
    }),
    u: (p) => ({
      subject: `Herinnering: stel tweestapsverificatie in voor ${p.portalName}`,
      preheader: `Doe dit uiterlijk op ${sayDay(p.deadlineOn, 'nl')}.`,
      paragraphs: [
        `U hebt de tweestapsverificatie voor ${p.portalName} nog niet ingesteld. Doe dit uiterlijk op ${sayDay(p.deadlineOn, 'nl')}.`,
        'Na die dag begint het inloggen met het instellen. Pas daarna kunt u verder.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Hebt u de tweestapsverificatie inmiddels ingesteld? Dan hoeft u niets te doen.'],
    }),
    en: (p) => ({
      subject: `Reminder: set up two-step verification for ${p.portalName}`,
      preheader: `Please do so by ${sayDay(p.deadlineOn, 'en')} at the latest.`,
      paragraphs: [
        `You have not set up two-step verification for ${p.portalName} yet. Please do so by ${sayDay(p.deadlineOn, 'en')} at the latest.`,
        'After that day, signing in starts with setting it up. Only then can you go on.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Have you set it up in the meantime? Then there is nothing left to do.'],
    }),
  }),
}
