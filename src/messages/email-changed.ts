import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type EmailChanged = Common & {
  readonly changedAt: Date
  /** A hint such as `j•••@prive.example`: enough for its owner to recognise, too little for whoever took over this mailbox. */
  readonly newAddress: string
  /** Whether people sign in with their mail address here: then the new one is their login name. */
  readonly isSignInName: boolean
  readonly signInUrl: string
}

/** To the address that was replaced (S000-033): the last word that reaches it. */
export const emailChanged: MailTemplate<EmailChanged> = {
  channel: 'mail',
  name: 'email-changed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    changedAt: params.instant('changedAt'),
    newAddress: params.text('newAddress'),
    isSignInName: params.optionalFlag('isSignInName'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je e-mailadres voor ${p.portalName} is gewijzigd`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Het e-mailadres van je account voor ${p.portalName} is gewijzigd op ${sayMoment(p.changedAt, 'nl')}. Het nieuwe adres is ${p.newAddress}.`,
        `E-mails over je account gaan voortaan naar het nieuwe adres en niet meer hierheen.${p.isSignInName ? ' Je logt er voortaan ook mee in.' : ''}`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Uw e-mailadres voor ${p.portalName} is gewijzigd`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Het e-mailadres van uw account voor ${p.portalName} is gewijzigd op ${sayMoment(p.changedAt, 'nl')}. Het nieuwe adres is ${p.newAddress}.`,
        `E-mails over uw account gaan voortaan naar het nieuwe adres en niet meer hierheen.${p.isSignInName ? ' U logt er voortaan ook mee in.' : ''}`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Your e-mail address for ${p.portalName} was changed`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `The e-mail address of your account for ${p.portalName} was changed on ${sayMoment(p.changedAt, 'en')}. The new address is ${p.newAddress}.`,
        `E-mails about your account go to the new address from now on, and no longer to this one.${p.isSignInName ? ' You also sign in with it from now on.' : ''}`,
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
