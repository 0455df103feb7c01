import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type LeavingClosed = Common & {
  readonly closedAt: Date
  readonly isBlocked: boolean
}

/** Access has ended, by the calendar or because it was blocked, and what remains lawful (BW 7:626). */
export const leavingClosed: MailTemplate<LeavingClosed> = {
  channel: 'mail',
  name: 'leaving-closed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    closedAt: params.instant('closedAt'),
    isBlocked: params.flag('isBlocked'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je toegang tot ${p.portalName} is gestopt`,
      preheader: `Je loonstroken en jaaropgaven worden bewaard.`,
      paragraphs: [
        `Sinds ${sayMoment(p.closedAt, 'nl')} heb je geen toegang meer tot de gegevens van ${p.organisationName} in ${p.portalName}.`,
        p.isBlocked
          ? `Je hebt recht op je loonstroken en jaaropgaven. ${p.organisationName} stuurt ze je op een andere manier toe.`
          : `Je loonstroken en jaaropgaven worden bewaard zolang de wet dat vraagt. Heb je er nog een nodig? Vraag hem aan ${p.organisationName}, via de servicedesk hieronder.`,
      ],
      button: null,
      afterButton: [],
    }),
    u: (p) => ({
      subject: `Uw toegang tot ${p.portalName} is gestopt`,
      preheader: `Uw loonstroken en jaaropgaven worden bewaard.`,
      paragraphs: [
        `Sinds ${sayMoment(p.closedAt, 'nl')} hebt u geen toegang meer tot de gegevens van ${p.organisationName} in ${p.portalName}.`,
        p.isBlocked
          ? `U hebt recht op uw loonstroken en jaaropgaven. ${p.organisationName} stuurt ze u op een andere manier toe.`
          : `Uw loonstroken en jaaropgaven worden bewaard zolang de wet dat vraagt. Hebt u er nog een nodig? Vraag hem aan ${p.organisationName}, via de servicedesk hieronder.`,
      ],
      button: null,
      afterButton: [],
    }),
    en: (p) => ({
      subject: `Your access to ${p.portalName} has ended`,
      preheader: `Your payslips and annual statements are kept.`,
      paragraphs: [
        `Since ${sayMoment(p.closedAt, 'en')} you no longer have access to what ${p.organisationName} keeps in ${p.portalName}.`,
        p.isBlocked
          ? `You are entitled to your payslips and annual statements. ${p.organisationName} sends them to you by another way.`
          : `Your payslips and annual statements are kept for as long as the law asks. Do you need one? Ask ${p.organisationName} for it, through the service desk below.`,
      ],
      button: null,
      afterButton: [],
    }),
  }),
}
