import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type BackupCodesRenewed = Common & {
  readonly renewedAt: Date
  readonly signInUrl: string
}

/** There is a fresh set of backup codes, and what was on paper is worth nothing any more. */
export const backupCodesRenewed: MailTemplate<BackupCodesRenewed> = {
  channel: 'mail',
  name: 'backup-codes-renewed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    renewedAt: params.instant('renewedAt'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Nieuwe backupcodes voor je account voor ${p.portalName}`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Voor je account voor ${p.portalName} zijn nieuwe backupcodes gemaakt op ${sayMoment(p.renewedAt, 'nl')}.`,
        'Backupcodes van daarvoor werken niet meer. Gooi ze weg als je ze nog hebt.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Nieuwe backupcodes voor uw account voor ${p.portalName}`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Voor uw account voor ${p.portalName} zijn nieuwe backupcodes gemaakt op ${sayMoment(p.renewedAt, 'nl')}.`,
        'Backupcodes van daarvoor werken niet meer. Gooi ze weg als u ze nog hebt.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `New backup codes for your account for ${p.portalName}`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `New backup codes were made for your account for ${p.portalName} on ${sayMoment(p.renewedAt, 'en')}.`,
        'Earlier backup codes no longer work. Throw them away if you still have them.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
