import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type RecoveryPassword = Common & {
  readonly link: string
  readonly validUntil: Date
  /** Enough of the number the PIN goes to. */
  readonly numberEnding: string
}

/** The link with which somebody who is recovered chooses a password. Alone it opens nothing: a PIN goes to another channel. */
export const recoveryPassword: MailTemplate<RecoveryPassword> = {
  channel: 'mail',
  name: 'recovery-password',
  version: 1,
  priority: 'act',
  secret: 'link',
  parse: (params) => ({
    ...readCommon(params),
    link: params.link('link'),
    validUntil: params.instant('validUntil'),
    numberEnding: params.text('numberEnding'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Kies een wachtwoord voor ${p.portalName}`,
      preheader: `De link in deze e-mail is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `De servicedesk herstelt je toegang tot ${p.portalName} en koppelt dit e-mailadres aan je account. Het geldt zodra je bent ingelogd; je oude adres weet ervan.`,
        `Kies met de knop hieronder een wachtwoord. Je krijgt daarbij een pincode per sms op het nummer dat eindigt op ${p.numberEnding}. Stel daarna een tweede stap in op je eigen telefoon of tablet.`,
        `De link werkt één keer en is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      ],
      button: { label: 'Kies een wachtwoord', url: p.link },
      afterButton: [
        'De link is persoonlijk. Stuur deze e-mail niet door.',
        'Heb jij hier niet om gevraagd? Neem dan meteen contact op met de servicedesk.',
      ],
    }),
    u: (p) => ({
      subject: `Kies een wachtwoord voor ${p.portalName}`,
      preheader: `De link in deze e-mail is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `De servicedesk herstelt uw toegang tot ${p.portalName} en koppelt dit e-mailadres aan uw account. Het geldt zodra u bent ingelogd; uw oude adres weet ervan.`,
        `Kies met de knop hieronder een wachtwoord. U krijgt daarbij een pincode per sms op het nummer dat eindigt op ${p.numberEnding}. Stel daarna een tweede stap in op uw eigen telefoon of tablet.`,
        `De link werkt één keer en is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      ],
      button: { label: 'Kies een wachtwoord', url: p.link },
      afterButton: [
        'De link is persoonlijk. Stuur deze e-mail niet door.',
        'Hebt u hier niet om gevraagd? Neem dan meteen contact op met de servicedesk.',
      ],
    }),
    en: (p) => ({
      subject: `Choose a password for ${p.portalName}`,
      preheader: `The link in this e-mail is valid ${sayUntil(p.validUntil, 'en')}.`,
      paragraphs: [
        `The service desk is restoring your access to ${p.portalName} and links this e-mail address to your account. It counts once you have signed in; your old address was told.`,
        `Choose a password with the button below. A PIN comes with it by SMS, to the number that ends with ${p.numberEnding}. Then set up a second step on your own phone or tablet.`,
        `The link works once and is valid ${sayUntil(p.validUntil, 'en')}.`,
      ],
      button: { label: 'Choose a password', url: p.link },
      afterButton: [
        'The link is for you alone. Please do not forward this e-mail.',
        'Did you not ask for this? Please contact the service desk at once.',
      ],
    }),
  }),
}
