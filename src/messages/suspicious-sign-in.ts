import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type SuspiciousSignIn = Common & {
  readonly at: Date
  readonly signInUrl: string
}

/** The right password and then wrong codes: whoever that was knows half of what it takes. */
export const suspiciousSignIn: MailTemplate<SuspiciousSignIn> = {
  channel: 'mail',
  name: 'suspicious-sign-in',
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
      subject: `Probeerde jij in te loggen bij ${p.portalName}?`,
      preheader: 'Was jij dit niet? Wijzig dan meteen je wachtwoord.',
      paragraphs: [
        `Iemand vulde bij ${p.portalName} jouw juiste wachtwoord in en daarna een paar keer een verkeerde code. De laatste keer was op ${sayMoment(p.at, 'nl')}. Met een verkeerde code komt niemand binnen.`,
        'Was jij dit? Dan hoef je niets te doen.',
        'Was jij dit niet? Dan kent iemand anders je wachtwoord. Log in en wijzig het meteen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Gebruik je dit wachtwoord ook ergens anders? Wijzig het daar dan ook. Lukt het niet? Neem dan meteen contact op met de servicedesk.',
      ],
    }),
    u: (p) => ({
      subject: `Probeerde u in te loggen bij ${p.portalName}?`,
      preheader: 'Was u dit niet? Wijzig dan meteen uw wachtwoord.',
      paragraphs: [
        `Iemand vulde bij ${p.portalName} uw juiste wachtwoord in en daarna een paar keer een verkeerde code. De laatste keer was op ${sayMoment(p.at, 'nl')}. Met een verkeerde code komt niemand binnen.`,
        'Was u dit? Dan hoeft u niets te doen.',
        'Was u dit niet? Dan kent iemand anders uw wachtwoord. Log in en wijzig het meteen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Gebruikt u dit wachtwoord ook ergens anders? Wijzig het daar dan ook. Lukt het niet? Neem dan meteen contact op met de servicedesk.',
      ],
    }),
    en: (p) => ({
      subject: `Did you try to sign in to ${p.portalName}?`,
      preheader: 'Was this not you? Change your password at once.',
      paragraphs: [
        `Someone entered your correct password for ${p.portalName} and then a wrong code several times. The last time was on ${sayMoment(p.at, 'en')}. Nobody gets in with a wrong code.`,
        'Was this you? Then there is nothing to do.',
        'Was this not you? Then someone else knows your password. Sign in and change it at once.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Do you use this password anywhere else? Change it there as well. Does it not work? Please contact the service desk at once.',
      ],
    }),
  }),
}
