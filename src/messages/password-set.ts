import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type PasswordSet = Common & {
  readonly signInUrl: string
  readonly setAt: Date
}

/** There was no password and now there is one: whoever did not set it must hear of it. */
export const passwordSet: MailTemplate<PasswordSet> = {
  channel: 'mail',
  name: 'password-set',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    signInUrl: params.link('signInUrl'),
    setAt: params.instant('setAt'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je account voor ${p.portalName} heeft nu een wachtwoord`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Op ${sayMoment(p.setAt, 'nl')} is een wachtwoord ingesteld voor je account voor ${p.portalName}.`,
        'Daarmee kun je ook inloggen zonder je werkgever. Stel ook een tweede stap in op je eigen telefoon of tablet.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Uw account voor ${p.portalName} heeft nu een wachtwoord`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Op ${sayMoment(p.setAt, 'nl')} is een wachtwoord ingesteld voor uw account voor ${p.portalName}.`,
        'Daarmee kunt u ook inloggen zonder uw werkgever. Stel ook een tweede stap in op uw eigen telefoon of tablet.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Your account for ${p.portalName} has a password now`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `A password was set for your account for ${p.portalName} on ${sayMoment(p.setAt, 'en')}.`,
        'With it you can also sign in without your employer. Set up a second step on your own phone or tablet as well.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
