import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type RecoveryNotice = Common & {
  /** Stops the recovery. */
  readonly link: string
  readonly startedAt: Date
  /** Where another mail address is asked for: a hint such as `j•••@prive.example`. */
  readonly newAddress: string | null
  /** The waiting time: from when the new code can arrive. */
  readonly earliestAt: Date
}

/** To every address that is known, before anything changes: the owner of the account can stop a recovery by someone else. */
export const recoveryNotice: MailTemplate<RecoveryNotice> = {
  channel: 'mail',
  name: 'recovery-notice',
  version: 1,
  priority: 'act',
  secret: 'link',
  parse: (params) => ({
    ...readCommon(params),
    link: params.link('link'),
    startedAt: params.instant('startedAt'),
    newAddress: params.optionalText('newAddress'),
    earliestAt: params.instant('earliestAt'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Herstel van je account voor ${p.portalName} is aangevraagd`,
      preheader: 'Heb jij dit niet gevraagd? Maak dan bezwaar met de knop in deze e-mail.',
      paragraphs: [
        `De servicedesk is gevraagd om de toegang tot je account voor ${p.portalName} te herstellen. Dat was op ${sayMoment(p.startedAt, 'nl')}.`,
        ...(p.newAddress === null
          ? []
          : [
              `Daarbij is gevraagd om een ander e-mailadres te gebruiken: ${p.newAddress}. De e-mail om weer in te loggen gaat daarheen.`,
            ]),
        `Heb jij dit gevraagd? Dan hoef je niets te doen. Je backupcode komt per e-mail, niet eerder dan ${sayMoment(p.earliestAt, 'nl')}.`,
        'Heb jij dit niet gevraagd? Maak dan bezwaar met de knop hieronder. Dat stopt het herstel meteen.',
      ],
      button: { label: 'Maak bezwaar', url: p.link },
      afterButton: ['De link is persoonlijk. Stuur deze e-mail niet door.'],
    }),
    u: (p) => ({
      subject: `Herstel van uw account voor ${p.portalName} is aangevraagd`,
      preheader: 'Hebt u dit niet gevraagd? Maak dan bezwaar met de knop in deze e-mail.',
      paragraphs: [
        `De servicedesk is gevraagd om de toegang tot uw account voor ${p.portalName} te herstellen. Dat was op ${sayMoment(p.startedAt, 'nl')}.`,
        ...(p.newAddress === null
          ? []
          : [
              `Daarbij is gevraagd om een ander e-mailadres te gebruiken: ${p.newAddress}. De e-mail om weer in te loggen gaat daarheen.`,
            ]),
        `Hebt u dit gevraagd? Dan hoeft u niets te doen. Uw backupcode komt per e-mail, niet eerder dan ${sayMoment(p.earliestAt, 'nl')}.`,
        'Hebt u dit niet gevraagd? Maak dan bezwaar met de knop hieronder. Dat stopt het herstel meteen.',
      ],
      button: { label: 'Maak bezwaar', url: p.link },
      afterButton: ['De link is persoonlijk. Stuur deze e-mail niet door.'],
    }),
    en: (p) => ({
      subject: `Recovery of your account for ${p.portalName} was requested`,
      preheader: 'Did you not ask for this? Object with the button in this e-mail.',
      paragraphs: [
        `The service desk was asked to restore access to your account for ${p.portalName}. That was on ${sayMoment(p.startedAt, 'en')}.`,
        ...(p.newAddress === null
          ? []
          : [
              `Another e-mail address was asked for with it: ${p.newAddress}. The e-mail with which to sign in again goes there.`,
            ]),
        `Did you ask for this? Then there is nothing to do. Your backup code comes by e-mail, not before ${sayMoment(p.earliestAt, 'en')}.`,
        'Did you not ask for this? Object with the button below. That stops the recovery at once.',
      ],
      button: { label: 'Object', url: p.link },
      afterButton: ['The link is for you alone. Please do not forward this e-mail.'],
    }),
  }),
}
