import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type SecurityQuestionChanged = Common & {
  readonly changedAt: Date
  readonly signInUrl: string
}

/** What guards the mail for a new password is another one now: whoever did not set it must hear of it. */
export const securityQuestionChanged: MailTemplate<SecurityQuestionChanged> = {
  channel: 'mail',
  name: 'security-question-changed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    changedAt: params.instant('changedAt'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je beveiligingsvraag voor ${p.portalName} is ingesteld`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Voor je account voor ${p.portalName} is een beveiligingsvraag ingesteld op ${sayMoment(p.changedAt, 'nl')}.`,
        'Ben je je wachtwoord vergeten? Dan vragen we het antwoord voordat we je mailen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Uw beveiligingsvraag voor ${p.portalName} is ingesteld`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Voor uw account voor ${p.portalName} is een beveiligingsvraag ingesteld op ${sayMoment(p.changedAt, 'nl')}.`,
        'Bent u uw wachtwoord vergeten? Dan vragen we het antwoord voordat we u mailen.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Your security question for ${p.portalName} was set`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `A security question was set for your account for ${p.portalName} on ${sayMoment(p.changedAt, 'en')}.`,
        'If you forget your password, we ask for the answer before we send you a mail.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
