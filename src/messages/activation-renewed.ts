import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type ActivationRenewed = Common & {
  readonly link: string
  readonly validUntil: Date
}

/** HR renewed the invitation. Unlike the first one it has to say which of two links works. */
export const activationRenewed: MailTemplate<ActivationRenewed> = {
  channel: 'mail',
  name: 'activation-renewed',
  version: 1,
  priority: 'act',
  secret: 'link',
  parse: (params) => ({
    ...readCommon(params),
    link: params.link('link'),
    validUntil: params.instant('validUntil'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Nieuwe link om je account voor ${p.portalName} te activeren`,
      preheader: `De vorige link werkt niet meer. Deze is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `Je krijgt van ${p.organisationName} een nieuwe link om je account voor ${p.portalName} te activeren. De vorige link werkt niet meer.`,
      ],
      button: { label: 'Activeer', url: p.link },
      afterButton: [`De link is persoonlijk en geldig ${sayUntil(p.validUntil, 'nl')}. Stuur deze e-mail niet door.`],
    }),
    u: (p) => ({
      subject: `Nieuwe link om uw account voor ${p.portalName} te activeren`,
      preheader: `De vorige link werkt niet meer. Deze is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `U krijgt van ${p.organisationName} een nieuwe link om uw account voor ${p.portalName} te activeren. De vorige link werkt niet meer.`,
      ],
      button: { label: 'Activeer', url: p.link },
      afterButton: [`De link is persoonlijk en geldig ${sayUntil(p.validUntil, 'nl')}. Stuur deze e-mail niet door.`],
    }),
    en: (p) => ({
      subject: `New link to activate your account for ${p.portalName}`,
      preheader: `The previous link no longer works. This one is valid ${sayUntil(p.validUntil, 'en')}.`,
      paragraphs: [
        `${p.organisationName} sends you a new link to activate your account for ${p.portalName}. The previous link no longer works.`,
      ],
      button: { label: 'Activate', url: p.link },
      afterButton: [
        `The link is for you alone and valid ${sayUntil(p.validUntil, 'en')}. Please do not forward this e-mail.`,
      ],
    }),
  }),
}
