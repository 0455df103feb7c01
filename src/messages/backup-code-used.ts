import { sayMoment } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type BackupCodeUsed = Common & {
  readonly usedAt: Date
  /** How many codes still work. */
  readonly left: number
  readonly signInUrl: string
}

/** A backup code is the way in of a finder, too: whoever did not use it must hear of it. Says how many are left. */
export const backupCodeUsed: MailTemplate<BackupCodeUsed> = {
  channel: 'mail',
  name: 'backup-code-used',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    usedAt: params.instant('usedAt'),
    left: params.count('left'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Er is een backupcode gebruikt voor je account voor ${p.portalName}`,
      preheader: 'Was jij dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Voor je account voor ${p.portalName} is een backupcode gebruikt op ${sayMoment(p.usedAt, 'nl')}. Die code werkt nu niet meer.`,
        p.left === 0
          ? 'Je hebt geen backupcodes meer. Log in en maak nieuwe.'
          : `Je hebt nog ${dutchCodes(p.left)}. Nieuwe maak je na het inloggen.`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was jij dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij jouw gegevens.',
      ],
    }),
    u: (p) => ({
      subject: `Er is een backupcode gebruikt voor uw account voor ${p.portalName}`,
      preheader: 'Was u dit niet? Neem dan meteen contact op met de servicedesk.',
      paragraphs: [
        `Voor uw account voor ${p.portalName} is een backupcode gebruikt op ${sayMoment(p.usedAt, 'nl')}. Die code werkt nu niet meer.`,
        p.left === 0
          ? 'U hebt geen backupcodes meer. Log in en maak nieuwe.'
          : `U hebt nog ${dutchCodes(p.left)}. Nieuwe maakt u na het inloggen.`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Was u dit niet? Neem dan meteen contact op met de servicedesk. Iemand anders kan dan bij uw gegevens.',
      ],
    }),
    en: (p) => ({
      subject: `A backup code was used for your account for ${p.portalName}`,
      preheader: 'Was this not you? Please contact the service desk at once.',
      paragraphs: [
        `A backup code was used for your account for ${p.portalName} on ${sayMoment(p.usedAt, 'en')}. That code no longer works.`,
        p.left === 0
          ? 'You have no backup codes left. Sign in and make new ones.'
          : `You have ${p.left} backup ${p.left === 1 ? 'code' : 'codes'} left. You can make new ones after signing in.`,
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'Was this not you? Please contact the service desk at once. Someone else may be able to see your data.',
      ],
    }),
  }),
}

function dutchCodes(left: number): string {
  return left === 1 ? '1 backupcode' : `${left} backupcodes`
}
