import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type ActivationReminder = Common & {
  readonly link: string
  readonly validUntil: Date
}

/** The account still waits for its owner. */
export const activationReminder: MailTemplate<ActivationReminder> = {
  channel: 'mail',
  name: 'activation-reminder',
  version: 1,
  priority: 'bulk',
  secret: 'link',
  parse: (params) => ({
    ...readCommon(params),
    link: params.link('link'),
    validUntil: params.instant('validUntil'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Herinnering: activeer je account voor ${p.portalName}`,
      preheader: `De link is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `${p.organisationName} heeft je uitgenodigd voor ${p.portalName}. Je account is nog niet geactiveerd.`,
        `Met de knop hieronder activeer je het alsnog. Dat kan ${sayUntil(p.validUntil, 'nl')}; daarna werkt de link niet meer.`,
      ],
      button: { label: 'Activeer', url: p.link },
      afterButton: ['Heb je je account inmiddels geactiveerd? Dan hoef je niets te doen.'],
    }),
    u: (p) => ({
      subject: `Herinnering: activeer uw account voor ${p.portalName}`,
      preheader: `De link is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `${p.organisationName} heeft u uitgenodigd voor ${p.portalName}. Uw account is nog niet geactiveerd.`,
        `Met de knop hieronder activeert u het alsnog. Dat kan ${sayUntil(p.validUntil, 'nl')}; daarna werkt de link niet meer.`,
      ],
      button: { label: 'Activeer', url: p.link },
      afterButton: ['Hebt u uw account inmiddels geactiveerd? Dan hoeft u niets te doen.'],
    }),
    en: (p) => ({
      subject: `Reminder: activate your account for ${p.portalName}`,
      preheader: `The link is valid ${sayUntil(p.validUntil, 'en')}.`,
      paragraphs: [
        `${p.organisationName} has invited you to ${p.portalName}. Your account has not been activated yet.`,
        `You can still activate it with the button below, ${sayUntil(p.validUntil, 'en')}; after that the link no longer works.`,
      ],
      button: { label: 'Activate', url: p.link },
      afterButton: ['Have you activated your account in the meantime? Then there is nothing left to do.'],
    }),
  }),
}
