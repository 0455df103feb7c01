import type { Language } from '../domain/portals/portal.ts'
import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

const outcomes = ['OBJECTED', 'WITHDRAWN', 'EXPIRED'] as const

type Outcome = (typeof outcomes)[number]

export type RecoveryEnded = Common & {
  readonly outcome: Outcome
  readonly endedAt: Date
}

const reasons: Record<Outcome, Record<Language, string>> = {
  OBJECTED: { nl: 'er bezwaar is gemaakt', en: 'someone objected' },
  WITHDRAWN: { nl: 'de aanvraag is ingetrokken', en: 'the request was withdrawn' },
  EXPIRED: { nl: 'het niet op tijd is afgerond', en: 'it was not completed in time' },
}

/** A recovery ended and nothing was restored. */
export const recoveryEnded: MailTemplate<RecoveryEnded> = {
  channel: 'mail',
  name: 'recovery-ended',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    outcome: params.oneOf('outcome', outcomes),
    endedAt: params.instant('endedAt'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Het herstel van je account voor ${p.portalName} is gestopt`,
      preheader: 'Een backupcode die je hiervoor kreeg, werkt niet meer.',
      paragraphs: [
        `Het herstel van je account voor ${p.portalName} is gestopt, omdat ${reasons[p.outcome].nl}. Dat was op ${sayMoment(p.endedAt, 'nl')}.`,
        'Een backupcode die je hiervoor kreeg, werkt niet meer.',
      ],
      button: null,
      afterButton: ['Kun je nog niet inloggen, of klopt dit niet? Neem dan contact op met de servicedesk.'],
    }),
    u: (p) => ({
      subject: `Het herstel van uw account voor ${p.portalName} is gestopt`,
      preheader: 'Een backupcode die u hiervoor kreeg, werkt niet meer.',
      paragraphs: [
        `Het herstel van uw account voor ${p.portalName} is gestopt, omdat ${reasons[p.outcome].nl}. Dat was op ${sayMoment(p.endedAt, 'nl')}.`,
        'Een backupcode die u hiervoor kreeg, werkt niet meer.',
      ],
      button: null,
      afterButton: ['Kunt u nog niet inloggen, of klopt dit niet? Neem dan contact op met de servicedesk.'],
    }),
    en: (p) => ({
      subject: `The recovery of your account for ${p.portalName} was stopped`,
      preheader: 'A backup code that you received for it no longer works.',
      paragraphs: [
        `The recovery of your account for ${p.portalName} was stopped because ${reasons[p.outcome].en}. That was on ${sayMoment(p.endedAt, 'en')}.`,
        'A backup code that you received for it no longer works.',
      ],
      button: null,
      afterButton: ['Can you still not sign in, or is this wrong? Please contact the service desk.'],
    }),
  }),
}
