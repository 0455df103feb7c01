import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type SignedInElsewhere = Common & {
  readonly at: Date
  readonly signInUrl: string
}

/** Somebody signed in with a browser that was not known: whoever did not do this must hear of it. */
export const signedInElsewhere: MailTemplate<SignedInElsewhere> = {
  channel: 'mail',
  name: 'signed-in-elsewhere',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    at: params.instant('at'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Ingelogd met een nieuwe browser bij ${p.portalName}`,
      preheader: 'Was jij dit niet? Wijzig dan meteen je wachtwoord.',
      paragraphs: [
        `Op ${sayMoment(p.at, 'nl')} is bij ${p.portalName} ingelogd op jouw account met een browser of apparaat dat nog niet eerder is gebruikt.`,
        'Was jij dit? Dan hoef je niets te doen.',
        'Was jij dit niet? Log in, wijzig je wachtwoord en kijk bij je instellingen waar je bent ingelogd.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Lukt het niet? Neem dan meteen contact op met de servicedesk.'],
    }),
    u: (p) => ({
      subject: `Ingelogd met een nieuwe browser bij ${p.portalName}`,
      preheader: 'Was u dit niet? Wijzig dan meteen uw wachtwoord.',
      paragraphs: [
        `Op ${sayMoment(p.at, 'nl')} is bij ${p.portalName} ingelogd op uw account met een browser of apparaat dat nog niet eerder is gebruikt.`,
        'Was u dit? Dan hoeft u niets te doen.',
        'Was u dit niet? Log in, wijzig uw wachtwoord en kijk bij uw instellingen waar u bent ingelogd.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Lukt het niet? Neem dan meteen contact op met de servicedesk.'],
    }),
    en: (p) => ({
      subject: `Signed in with a new browser at ${p.portalName}`,
      preheader: 'Was this not you? Change your password at once.',
      paragraphs: [
        `On ${sayMoment(p.at, 'en')} your account for ${p.portalName} was signed in to with a browser or device that was not used before.`,
        'Was this you? Then there is nothing to do.',
        'Was this not you? Sign in, change your password, and look in your settings where you are signed in.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Does it not work? Please contact the service desk at once.'],
    }),
  }),
}
