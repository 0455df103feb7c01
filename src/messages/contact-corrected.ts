import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type ContactCorrected = Common & {
  readonly link: string
  readonly validUntil: Date
  /** The last two digits of the corrected number: enough to recognise it, too few to tell anyone. */
  readonly numberEnding: string
}

/** "This is not my number" was put right by HR: the person can go on. */
export const contactCorrected: MailTemplate<ContactCorrected> = {
  channel: 'mail',
  name: 'contact-corrected',
  version: 1,
  priority: 'act',
  secret: 'link',
  parse: (params) => ({
    ...readCommon(params),
    link: params.link('link'),
    validUntil: params.instant('validUntil'),
    numberEnding: params.text('numberEnding').slice(-2),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je mobiele nummer is aangepast: ga verder met activeren`,
      preheader: `Je activeert je account voor ${p.portalName} nu met het nieuwe nummer.`,
      paragraphs: [
        `${p.organisationName} heeft je mobiele nummer aangepast. Het eindigt nu op ${p.numberEnding}.`,
        `Ga met de knop hieronder verder met het activeren van je account voor ${p.portalName}. De pincode komt per sms op het nieuwe nummer. Gebruik alleen de link in deze e-mail.`,
      ],
      button: { label: 'Ga verder', url: p.link },
      afterButton: [
        `De link is persoonlijk en geldig ${sayUntil(p.validUntil, 'nl')}. Klopt het nummer nog steeds niet? Laat het dan de servicedesk weten.`,
      ],
    }),
    u: (p) => ({
      subject: `Uw mobiele nummer is aangepast: ga verder met activeren`,
      preheader: `U activeert uw account voor ${p.portalName} nu met het nieuwe nummer.`,
      paragraphs: [
        `${p.organisationName} heeft uw mobiele nummer aangepast. Het eindigt nu op ${p.numberEnding}.`,
        `Ga met de knop hieronder verder met het activeren van uw account voor ${p.portalName}. De pincode komt per sms op het nieuwe nummer. Gebruik alleen de link in deze e-mail.`,
      ],
      button: { label: 'Ga verder', url: p.link },
      afterButton: [
        `De link is persoonlijk en geldig ${sayUntil(p.validUntil, 'nl')}. Klopt het nummer nog steeds niet? Laat het dan de servicedesk weten.`,
      ],
    }),
    en: (p) => ({
      subject: 'Your mobile number was corrected: continue your activation',
      preheader: `You can now activate your account for ${p.portalName} with the new number.`,
      paragraphs: [
        `${p.organisationName} has corrected your mobile number. It now ends in ${p.numberEnding}.`,
        `Continue activating your account for ${p.portalName} with the button below. The PIN will be sent by text message to the new number. Please use the link in this e-mail only.`,
      ],
      button: { label: 'Continue', url: p.link },
      afterButton: [
        `The link is for you alone and valid ${sayUntil(p.validUntil, 'en')}. Is the number still wrong? Please tell the service desk.`,
      ],
    }),
  }),
}
