import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type PasswordChanged = Common & {
  readonly signInUrl: string
  readonly changedAt: Date
  /** With the link of password-reset, rather than by someone who was signed in. */
  readonly byReset: boolean
}

/** Tells the mailbox that the password is another one: whoever did not do this must hear of it. */
export const passwordChanged: MailTemplate<PasswordChanged> = {
  channel: 'mail',
  name: 'password-changed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    signInUrl: params.link('signInUrl'),
    changedAt: params.instant('changedAt'),
    byReset: params.flag('byReset'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je wachtwoord voor ${p.portalName} is gewijzigd`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Het wachtwoord van je account voor ${p.portalName} is gewijzigd op ${sayMoment(p.changedAt, 'nl')}.${p.byReset ? ' Dat is gedaan met de link in de e-mail om een nieuw wachtwoord te kiezen.' : ''}`,
        'Je logt voortaan in met het nieuwe wachtwoord.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Uw wachtwoord voor ${p.portalName} is gewijzigd`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Het wachtwoord van uw account voor ${p.portalName} is gewijzigd op ${sayMoment(p.changedAt, 'nl')}.${p.byReset ? ' Dat is gedaan met de link in de e-mail om een nieuw wachtwoord te kiezen.' : ''}`,
        'U logt voortaan in met het nieuwe wachtwoord.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Your password for ${p.portalName} was changed`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `The password of your account for ${p.portalName} was changed on ${sayMoment(p.changedAt, 'en')}.${p.byReset ? ' This was done with the link in the e-mail to choose a new password.' : ''}`,
        'From now on you sign in with the new password.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
