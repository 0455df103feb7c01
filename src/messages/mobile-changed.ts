import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type MobileChanged = Common & {
  readonly changedAt: Date
  /** The last two digits of the new number; null where the number was taken away. */
  readonly numberEnding: string | null
  readonly signInUrl: string
}

/** Codes go to another number, or to none: whoever did not do this must hear of it. */
export const mobileChanged: MailTemplate<MobileChanged> = {
  channel: 'mail',
  name: 'mobile-changed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    changedAt: params.instant('changedAt'),
    numberEnding: params.optionalText('numberEnding')?.slice(-2) ?? null,
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je mobiele nummer voor ${p.portalName} is ${dutchAct(p)}`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Het mobiele nummer bij je account voor ${p.portalName} is ${dutchAct(p)} op ${sayMoment(p.changedAt, 'nl')}.`,
        p.numberEnding
          ? `Het nieuwe nummer eindigt op ${p.numberEnding}.`
          : 'Er staat nu geen mobiel nummer meer bij je account.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Uw mobiele nummer voor ${p.portalName} is ${dutchAct(p)}`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Het mobiele nummer bij uw account voor ${p.portalName} is ${dutchAct(p)} op ${sayMoment(p.changedAt, 'nl')}.`,
        p.numberEnding
          ? `Het nieuwe nummer eindigt op ${p.numberEnding}.`
          : 'Er staat nu geen mobiel nummer meer bij uw account.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Your mobile number for ${p.portalName} was ${p.numberEnding ? 'changed' : 'removed'}`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `The mobile number of your account for ${p.portalName} was ${p.numberEnding ? 'changed' : 'removed'} on ${sayMoment(p.changedAt, 'en')}.`,
        p.numberEnding
          ? `The new number ends in ${p.numberEnding}.`
          : 'There is no mobile number with your account any more.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}

function dutchAct({ numberEnding }: MobileChanged): string {
  return numberEnding === null ? 'verwijderd' : 'gewijzigd'
}
