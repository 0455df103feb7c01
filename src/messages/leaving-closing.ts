import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type LeavingClosing = Common & {
  readonly closesAt: Date
  readonly signInUrl: string
}

/** Before the end: take everything along. */
export const leavingClosing: MailTemplate<LeavingClosing> = {
  channel: 'mail',
  name: 'leaving-closing',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    closesAt: params.instant('closesAt'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je toegang tot ${p.portalName} stopt binnenkort`,
      preheader: `Je kunt inloggen ${sayUntil(p.closesAt, 'nl')}.`,
      paragraphs: [
        `Je kunt ${sayUntil(p.closesAt, 'nl')} bij je loonstroken en jaaropgaven van ${p.organisationName}. Daarna niet meer.`,
        'Bewaar wat je nodig hebt: in één keer te downloaden bij je documenten.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    u: (p) => ({
      subject: `Uw toegang tot ${p.portalName} stopt binnenkort`,
      preheader: `U kunt inloggen ${sayUntil(p.closesAt, 'nl')}.`,
      paragraphs: [
        `U kunt ${sayUntil(p.closesAt, 'nl')} bij uw loonstroken en jaaropgaven van ${p.organisationName}. Daarna niet meer.`,
        'Bewaar wat u nodig hebt: in één keer te downloaden bij uw documenten.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [],
    }),
    en: (p) => ({
      subject: `Your access to ${p.portalName} ends soon`,
      preheader: `You can sign in ${sayUntil(p.closesAt, 'en')}.`,
      paragraphs: [
        `You can reach your payslips and annual statements of ${p.organisationName} ${sayUntil(p.closesAt, 'en')}. Not after that.`,
        'Keep what you need: you can download all of it at once with your documents.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [],
    }),
  }),
}
