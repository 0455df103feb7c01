import { sayDay, sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type LeavingNarrowed = Common & {
  readonly lastDay: string
  readonly closesAt: Date
  readonly signInUrl: string
}

/** The last day is over: what is left, and until when (S000-018…020). */
export const leavingNarrowed: MailTemplate<LeavingNarrowed> = {
  channel: 'mail',
  name: 'leaving-narrowed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    lastDay: params.day('lastDay'),
    closesAt: params.instant('closesAt'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je loonstroken en jaaropgaven blijven te zien in ${p.portalName}`,
      preheader: `Dat kan ${sayUntil(p.closesAt, 'nl')}.`,
      paragraphs: [
        `Je laatste werkdag bij ${p.organisationName} was ${sayDay(p.lastDay, 'nl')}. In ${p.portalName} zie je nu alleen nog je eigen loonstroken en jaaropgaven.`,
        `Dat kan ${sayUntil(p.closesAt, 'nl')}. Je bent overal uitgelogd; log opnieuw in om verder te gaan.`,
        'Je jaaropgave komt na afloop van het jaar. We mailen je als die klaarstaat.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    u: (p) => ({
      subject: `Uw loonstroken en jaaropgaven blijven te zien in ${p.portalName}`,
      preheader: `Dat kan ${sayUntil(p.closesAt, 'nl')}.`,
      paragraphs: [
        `Uw laatste werkdag bij ${p.organisationName} was ${sayDay(p.lastDay, 'nl')}. In ${p.portalName} ziet u nu alleen nog uw eigen loonstroken en jaaropgaven.`,
        `Dat kan ${sayUntil(p.closesAt, 'nl')}. U bent overal uitgelogd; log opnieuw in om verder te gaan.`,
        'Uw jaaropgave komt na afloop van het jaar. We mailen u als die klaarstaat.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    en: (p) => ({
      subject: `Your payslips and annual statements stay within reach in ${p.portalName}`,
      preheader: `That is ${sayUntil(p.closesAt, 'en')}.`,
      paragraphs: [
        `Your last working day at ${p.organisationName} was ${sayDay(p.lastDay, 'en')}. In ${p.portalName} you now see only your own payslips and annual statements.`,
        `That is possible ${sayUntil(p.closesAt, 'en')}. You were signed out everywhere; sign in again to go on.`,
        'Your annual statement comes after the end of the year. We will write to you when it is there.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [],
    }),
  }),
}
