import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type RecoveryReminder = Common & {
  readonly validUntil: Date
  /** Whether it was a link to a password, not a backup code. */
  readonly isLink: boolean
  readonly signInUrl: string
}

/** The backup code waits to be used. It stays in the mail it came with: one copy is enough. */
export const recoveryReminder: MailTemplate<RecoveryReminder> = {
  channel: 'mail',
  name: 'recovery-reminder',
  version: 1,
  priority: 'bulk',
  secret: null,
  parse: (params) => ({
    ...readCommon(params),
    validUntil: params.instant('validUntil'),
    isLink: params.optionalFlag('isLink'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: p.isLink
        ? `Herinnering: kies je wachtwoord voor ${p.portalName}`
        : `Herinnering: gebruik je backupcode voor ${p.portalName}`,
      preheader: `${p.isLink ? 'De link' : 'De backupcode'} is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `Je hebt ${p.isLink ? 'de link' : 'je backupcode'} voor accountherstel bij ${p.portalName} nog niet gebruikt. Hij is geldig ${sayUntil(p.validUntil, 'nl')}; daarna werkt hij niet meer.`,
        `${p.isLink ? 'De link' : 'De backupcode'} staat in de e-mail die je eerder kreeg. Daarin lees je ook hoe je hem gebruikt.`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Kun je die e-mail niet vinden, of heb jij hier niet om gevraagd? Neem dan contact op met de servicedesk.',
      ],
    }),
    u: (p) => ({
      subject: p.isLink
        ? `Herinnering: kies uw wachtwoord voor ${p.portalName}`
        : `Herinnering: gebruik uw backupcode voor ${p.portalName}`,
      preheader: `${p.isLink ? 'De link' : 'De backupcode'} is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `U hebt ${p.isLink ? 'de link' : 'uw backupcode'} voor accountherstel bij ${p.portalName} nog niet gebruikt. Hij is geldig ${sayUntil(p.validUntil, 'nl')}; daarna werkt hij niet meer.`,
        `${p.isLink ? 'De link' : 'De backupcode'} staat in de e-mail die u eerder kreeg. Daarin leest u ook hoe u hem gebruikt.`,
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Kunt u die e-mail niet vinden, of hebt u hier niet om gevraagd? Neem dan contact op met de servicedesk.',
      ],
    }),
    en: (p) => ({
      subject: p.isLink
        ? `Reminder: choose your password for ${p.portalName}`
        : `Reminder: use your backup code for ${p.portalName}`,
      preheader: `${p.isLink ? 'The link' : 'The backup code'} is valid ${sayUntil(p.validUntil, 'en')}.`,
      paragraphs: [
        `You have not used ${p.isLink ? 'the link' : 'your backup code'} for account recovery at ${p.portalName} yet. It is valid ${sayUntil(p.validUntil, 'en')}; after that it no longer works.`,
        `${p.isLink ? 'The link' : 'The backup code'} is in the e-mail that you received earlier, which also says how to use it.`,
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Can you not find that e-mail, or did you not ask for this? Please contact the service desk.'],
    }),
  }),
}
