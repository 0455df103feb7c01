import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type ActivationCompleted = Common & {
  readonly signInUrl: string
  readonly activatedAt: Date
  /** What the portal asks at sign-in where that is not the mail address (S000-058). */
  readonly username: string | null
}

/** Tells the mailbox that its account was activated: whoever did not do this must hear of it. */
export const activationCompleted: MailTemplate<ActivationCompleted> = {
  channel: 'mail',
  name: 'activation-completed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    signInUrl: params.link('signInUrl'),
    activatedAt: params.instant('activatedAt'),
    username: params.optionalText('username'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je account voor ${p.portalName} is actief`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Je account voor ${p.portalName} van ${p.organisationName} is geactiveerd op ${sayMoment(p.activatedAt, 'nl')}.`,
        p.username
          ? `Je logt voortaan in met je gebruikersnaam ${p.username} en het wachtwoord dat je hebt gekozen.`
          : 'Je logt voortaan in met dit e-mailadres en het wachtwoord dat je hebt gekozen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Uw account voor ${p.portalName} is actief`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Uw account voor ${p.portalName} van ${p.organisationName} is geactiveerd op ${sayMoment(p.activatedAt, 'nl')}.`,
        p.username
          ? `U logt voortaan in met uw gebruikersnaam ${p.username} en het wachtwoord dat u hebt gekozen.`
          : 'U logt voortaan in met dit e-mailadres en het wachtwoord dat u hebt gekozen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Your account for ${p.portalName} is active`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `Your account for ${p.portalName} of ${p.organisationName} was activated on ${sayMoment(p.activatedAt, 'en')}.`,
        p.username
          ? `From now on you sign in with your user name ${p.username} and the password you chose.`
          : 'From now on you sign in with this e-mail address and the password you chose.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
