import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type RecoveryCompleted = Common & {
  readonly completedAt: Date
  readonly signInUrl: string
}

/** Access was restored: whoever did not do this must hear of it. */
export const recoveryCompleted: MailTemplate<RecoveryCompleted> = {
  channel: 'mail',
  name: 'recovery-completed',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    completedAt: params.instant('completedAt'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `De toegang tot je account voor ${p.portalName} is hersteld`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `De toegang tot je account voor ${p.portalName} is hersteld op ${sayMoment(p.completedAt, 'nl')}.`,
        'Je logt voortaan in met de tweestapsverificatie die je nu hebt ingesteld. De backupcode werkt niet meer.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `De toegang tot uw account voor ${p.portalName} is hersteld`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `De toegang tot uw account voor ${p.portalName} is hersteld op ${sayMoment(p.completedAt, 'nl')}.`,
        'U logt voortaan in met de tweestapsverificatie die u nu hebt ingesteld. De backupcode werkt niet meer.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `Access to your account for ${p.portalName} was restored`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `Access to your account for ${p.portalName} was restored on ${sayMoment(p.completedAt, 'en')}.`,
        'From now on you sign in with the two-step verification that you have just set up. The backup code no longer works.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}
