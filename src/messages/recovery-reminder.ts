import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type RecoveryReminder = Common & {
  readonly validUntil: Date
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
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Herinnering: gebruik je backupcode voor ${p.portalName}`,
      preheader: `De backupcode is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `Je hebt je backupcode voor accountherstel bij ${p.portalName} nog niet gebruikt. Hij is geldig ${sayUntil(p.validUntil, 'nl')}; daarna werkt hij niet meer.`,
        'De backupcode staat in de e-mail die je eerder kreeg. Daarin lees je ook hoe je hem gebruikt.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Kun je die e-mail niet vinden, of heb jij hier niet om gevraagd? Neem dan contact op met de servicedesk.',
      ],
    }),
    u: (p) => ({
      subject: `Herinnering: gebruik uw backupcode voor ${p.portalName}`,
      preheader: `De backupcode is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `U hebt uw backupcode voor accountherstel bij ${p.portalName} nog niet gebruikt. Hij is geldig ${sayUntil(p.validUntil, 'nl')}; daarna werkt hij niet meer.`,
        'De backupcode staat in de e-mail die u eerder kreeg. Daarin leest u ook hoe u hem gebruikt.',
      ],
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Kunt u die e-mail niet vinden, of hebt u hier niet om gevraagd? Neem dan contact op met de servicedesk.',
      ],
    }),
    en: (p) => ({
      subject: `Reminder: use your backup code for ${p.portalName}`,
      preheader: `The backup code is valid ${sayUntil(p.validUntil, 'en')}.`,
      paragraphs: [
        `You have not used your backup code for account recovery at ${p.portalName} yet. It is valid ${sayUntil(p.validUntil, 'en')}; after that it no longer works.`,
        'The backup code is in the e-mail that you received earlier, which also says how to use it.',
      ],
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: ['Can you not find that e-mail, or did you not ask for this? Please contact the service desk.'],
    }),
  }),
}
