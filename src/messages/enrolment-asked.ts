import { sayDay } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type EnrolmentAsked = Common & {
  /** The last day on which signing in still works without it. */
  readonly deadlineOn: string
  readonly signInUrl: string
}

/** A second step is going to be required (S001-029…031): there is time, and it ends. */
export const enrolmentAsked: MailTemplate<EnrolmentAsked> = {
  channel: 'mail',
  name: 'enrolment-asked',
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
      subject: `Stel tweestapsverificatie in voor ${p.portalName}`,
      preheader: `Doe dit uiterlijk op ${sayDay(p.deadlineOn, 'nl')}.`,
      paragraphs: [
        `Inloggen bij ${p.portalName} gaat binnenkort in twee stappen: je wachtwoord en daarna nog een controle, bijvoorbeeld een code uit een authenticator-app. Zo zijn je gegevens extra beschermd.`,
        `Log in en stel de tweestapsverificatie in. Doe dit uiterlijk op ${sayDay(p.deadlineOn, 'nl')}.`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Na die dag begint het inloggen met het instellen. Pas daarna kun je verder.'],
    }),
    u: (p) => ({
      subject: `Stel tweestapsverificatie in voor ${p.portalName}`,
      preheader: `Doe dit uiterlijk op ${sayDay(p.deadlineOn, 'nl')}.`,
      paragraphs: [
        `Inloggen bij ${p.portalName} gaat binnenkort in twee stappen: uw wachtwoord en daarna nog een controle, bijvoorbeeld een code uit een authenticator-app. Zo zijn uw gegevens extra beschermd.`,
        `Log in en stel de tweestapsverificatie in. Doe dit uiterlijk op ${sayDay(p.deadlineOn, 'nl')}.`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Na die dag begint het inloggen met het instellen. Pas daarna kunt u verder.'],
    }),
    en: (p) => ({
      subject: `Set up two-step verification for ${p.portalName}`,
      preheader: `Please do so by ${sayDay(p.deadlineOn, 'en')} at the latest.`,
      paragraphs: [
        `Signing in to ${p.portalName} will soon take two steps: your password and then one more check, such as a code from an authenticator app. This gives your data extra protection.`,
        `Sign in and set up two-step verification by ${sayDay(p.deadlineOn, 'en')} at the latest.`,
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['After that day, signing in starts with setting it up. Only then can you go on.'],
    }),
  }),
}
