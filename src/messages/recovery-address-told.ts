import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type RecoveryAddressTold = Common & {
  /** Stops the recovery. */
  readonly link: string
  /** A hint such as `j•••@prive.example`. */
  readonly newAddress: string
  readonly validUntil: Date
}

/** To the address on file, when the code of a recovery went to a private one: the last moment to say that it is not theirs. */
export const recoveryAddressTold: MailTemplate<RecoveryAddressTold> = {
  channel: 'mail',
  name: 'recovery-address-told',
  version: 1,
  priority: 'act',
  secret: 'link',
  parse: (params) => ({
    ...readCommon(params),
    link: params.link('link'),
    newAddress: params.text('newAddress'),
    validUntil: params.instant('validUntil'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je account voor ${p.portalName} krijgt een ander e-mailadres`,
      preheader: 'Heb jij dit niet gevraagd? Maak dan bezwaar met de knop in deze e-mail.',
      paragraphs: [
        `De servicedesk herstelt de toegang tot je account voor ${p.portalName}. De e-mail om weer in te loggen is gestuurd naar ${p.newAddress} en werkt ${sayUntil(p.validUntil, 'nl')}.`,
        'Zodra daarmee is ingelogd, is dat het e-mailadres van je account, en niet meer dit adres.',
        'Heb jij dit niet gevraagd? Maak dan bezwaar met de knop hieronder. Dat stopt het herstel meteen.',
      ],
      button: { label: 'Maak bezwaar', url: p.link },
      afterButton: ['De link is persoonlijk. Stuur deze e-mail niet door.'],
    }),
    u: (p) => ({
      subject: `Uw account voor ${p.portalName} krijgt een ander e-mailadres`,
      preheader: 'Hebt u dit niet gevraagd? Maak dan bezwaar met de knop in deze e-mail.',
      paragraphs: [
        `De servicedesk herstelt de toegang tot uw account voor ${p.portalName}. De e-mail om weer in te loggen is gestuurd naar ${p.newAddress} en werkt ${sayUntil(p.validUntil, 'nl')}.`,
        'Zodra daarmee is ingelogd, is dat het e-mailadres van uw account, en niet meer dit adres.',
        'Hebt u dit niet gevraagd? Maak dan bezwaar met de knop hieronder. Dat stopt het herstel meteen.',
      ],
      button: { label: 'Maak bezwaar', url: p.link },
      afterButton: ['De link is persoonlijk. Stuur deze e-mail niet door.'],
    }),
    en: (p) => ({
      subject: `Your account for ${p.portalName} is about to get another e-mail address`,
      preheader: 'Did you not ask for this? Object with the button in this e-mail.',
      paragraphs: [
        `The service desk is restoring access to your account for ${p.portalName}. The e-mail with which to sign in again was sent to ${p.newAddress} and works ${sayUntil(p.validUntil, 'en')}.`,
        'Once it was used to sign in, that is the e-mail address of your account, and no longer this one.',
        'Did you not ask for this? Object with the button below. That stops the recovery at once.',
      ],
      button: { label: 'Object', url: p.link },
      afterButton: ['The link is for you alone. Please do not forward this e-mail.'],
    }),
  }),
}
