import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type PasswordReset = Common & {
  readonly link: string
  readonly validMinutes: number
  /** What the portal asks at sign-in where that is not the mail address (S000-058). */
  readonly username: string | null
}

/** The link to a new password, for whoever asked (S001-016…025): never the password itself. */
export const passwordReset: MailTemplate<PasswordReset> = {
  channel: 'mail',
  name: 'password-reset',
  version: 1,
  priority: 'act',
  secret: 'link',
  parse: (params) => ({
    ...readCommon(params),
    link: params.link('link'),
    validMinutes: params.minutes('validMinutes'),
    username: params.optionalText('username'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Kies een nieuw wachtwoord voor ${p.portalName}`,
      preheader: `De link is ${p.validMinutes} minuten geldig. Heb jij dit niet gevraagd? Dan hoef je niets te doen.`,
      paragraphs: [
        `Iemand heeft een nieuw wachtwoord gevraagd voor je account voor ${p.portalName}. Was jij dat? Klik dan op de knop hieronder en kies een nieuw wachtwoord.`,
        ...(p.username ? [`Je gebruikersnaam is ${p.username}.`] : []),
      ],
      button: { label: 'Kies een wachtwoord', url: p.link },
      afterButton: [
        `De link is persoonlijk en ${p.validMinutes} minuten geldig. Stuur deze e-mail niet door.`,
        'Heb jij dit niet gevraagd? Dan hoef je niets te doen: je wachtwoord blijft zoals het was.',
      ],
    }),
    u: (p) => ({
      subject: `Kies een nieuw wachtwoord voor ${p.portalName}`,
      preheader: `De link is ${p.validMinutes} minuten geldig. Hebt u dit niet gevraagd? Dan hoeft u niets te doen.`,
      paragraphs: [
        `Iemand heeft een nieuw wachtwoord gevraagd voor uw account voor ${p.portalName}. Was u dat? Klik dan op de knop hieronder en kies een nieuw wachtwoord.`,
        ...(p.username ? [`Uw gebruikersnaam is ${p.username}.`] : []),
      ],
      button: { label: 'Kies een wachtwoord', url: p.link },
      afterButton: [
        `De link is persoonlijk en ${p.validMinutes} minuten geldig. Stuur deze e-mail niet door.`,
        'Hebt u dit niet gevraagd? Dan hoeft u niets te doen: uw wachtwoord blijft zoals het was.',
      ],
    }),
    en: (p) => ({
      subject: `Choose a new password for ${p.portalName}`,
      preheader: `The link is valid for ${p.validMinutes} minutes. Was this not you? Then there is nothing to do.`,
      paragraphs: [
        `Someone asked for a new password for your account for ${p.portalName}. Was this you? Then click the button below and choose a new password.`,
        ...(p.username ? [`Your user name is ${p.username}.`] : []),
      ],
      button: { label: 'Choose a password', url: p.link },
      afterButton: [
        `The link is for you alone and valid for ${p.validMinutes} minutes. Please do not forward this e-mail.`,
        'Did you not ask for this? Then there is nothing to do: your password stays as it was.',
      ],
    }),
  }),
}
