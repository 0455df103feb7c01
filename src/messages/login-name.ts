import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type LoginName = Common & {
  readonly signInUrl: string
  /** Every name that belongs to this mailbox, on one line: `JJansen, JJansen2`. */
  readonly usernames: string
}

/** Somebody forgot what to sign in with. It is told to the mailbox alone. */
export const loginName: MailTemplate<LoginName> = {
  channel: 'mail',
  name: 'login-name',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    signInUrl: params.link('signInUrl'),
    usernames: params.text('usernames'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je gebruikersnaam voor ${p.portalName}`,
      preheader: 'Heb jij dit niet gevraagd? Dan hoef je niets te doen.',
      paragraphs: [
        `Iemand heeft gevraagd welke gebruikersnaam voor ${p.portalName} bij dit e-mailadres hoort. Hiermee log je in:`,
        p.usernames,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Heb jij dit niet gevraagd? Dan hoef je niets te doen.'],
    }),
    u: (p) => ({
      subject: `Uw gebruikersnaam voor ${p.portalName}`,
      preheader: 'Hebt u dit niet gevraagd? Dan hoeft u niets te doen.',
      paragraphs: [
        `Iemand heeft gevraagd welke gebruikersnaam voor ${p.portalName} bij dit e-mailadres hoort. Hiermee logt u in:`,
        p.usernames,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: ['Hebt u dit niet gevraagd? Dan hoeft u niets te doen.'],
    }),
    en: (p) => ({
      subject: `Your user name for ${p.portalName}`,
      preheader: 'Did you not ask for this? Then there is nothing to do.',
      paragraphs: [
        `Someone asked which user name for ${p.portalName} belongs to this e-mail address. This is what you sign in with:`,
        p.usernames,
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Did you not ask for this? Then there is nothing to do.'],
    }),
  }),
}
