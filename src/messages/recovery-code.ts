import { sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type RecoveryCode = Common & {
  readonly pin: string
  readonly validUntil: Date
  /** Whether it goes to another address than the one on file, which it becomes at the end (S000-033). */
  readonly isNewAddress: boolean
  readonly signInUrl: string
}

/** The backup code of the service desk, and the way it goes from there (S000-032…071), in the words of the manual. */
export const recoveryCode: MailTemplate<RecoveryCode> = {
  channel: 'mail',
  name: 'recovery-code',
  version: 1,
  priority: 'act',
  secret: 'pin',
  parse: (params) => ({
    ...readCommon(params),
    pin: params.backupCode('pin'),
    validUntil: params.instant('validUntil'),
    isNewAddress: params.optionalFlag('isNewAddress'),
    signInUrl: params.link('signInUrl'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Je backupcode voor accountherstel bij ${p.portalName}`,
      preheader: `De code staat in deze e-mail en is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        ...(p.isNewAddress
          ? [
              'De servicedesk koppelt dit e-mailadres aan je account. Het geldt zodra je met de backupcode bent ingelogd; je oude adres weet ervan.',
            ]
          : []),
        `Met deze backupcode kun je weer inloggen bij ${p.portalName}. Hij werkt één keer en is geldig ${sayUntil(p.validUntil, 'nl')}:`,
      ],
      code: p.pin,
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Zo gebruik je de backupcode:',
        '1. Gebruik je een authenticator-app? Zet die dan eerst op je eigen telefoon of tablet. Doe er verder nog niets mee.',
        '2. Log in met je inlognaam en wachtwoord.',
        '3. Kies bij de tweede stap voor “Probeer het op een andere manier” en dan voor “Backupcode gebruiken”. Vul de backupcode in.',
        '4. Kies daarna dat je permanent geen toegang meer hebt tot je oude manier van inloggen.',
        '5. Stel de tweestapsverificatie opnieuw in.',
        'Geef de backupcode aan niemand, ook niet aan de servicedesk. Heb jij hier niet om gevraagd? Neem dan meteen contact op.',
      ],
    }),
    u: (p) => ({
      subject: `Uw backupcode voor accountherstel bij ${p.portalName}`,
      preheader: `De code staat in deze e-mail en is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        ...(p.isNewAddress
          ? [
              'De servicedesk koppelt dit e-mailadres aan uw account. Het geldt zodra u met de backupcode bent ingelogd; uw oude adres weet ervan.',
            ]
          : []),
        `Met deze backupcode kunt u weer inloggen bij ${p.portalName}. Hij werkt één keer en is geldig ${sayUntil(p.validUntil, 'nl')}:`,
      ],
      code: p.pin,
      button: { label: 'Inloggen', url: p.signInUrl },
      afterButton: [
        'Zo gebruikt u de backupcode:',
        '1. Gebruikt u een authenticator-app? Zet die dan eerst op uw eigen telefoon of tablet. Doe er verder nog niets mee.',
        '2. Log in met uw inlognaam en wachtwoord.',
        '3. Kies bij de tweede stap voor “Probeer het op een andere manier” en dan voor “Backupcode gebruiken”. Vul de backupcode in.',
        '4. Kies daarna dat u permanent geen toegang meer hebt tot uw oude manier van inloggen.',
        '5. Stel de tweestapsverificatie opnieuw in.',
        'Geef de backupcode aan niemand, ook niet aan de servicedesk. Hebt u hier niet om gevraagd? Neem dan meteen contact op.',
      ],
    }),
    en: (p) => ({
      subject: `Your backup code for account recovery at ${p.portalName}`,
      preheader: `The code is in this e-mail and valid ${sayUntil(p.validUntil, 'en')}.`,
      paragraphs: [
        ...(p.isNewAddress
          ? [
              'The service desk links this e-mail address to your account. It counts once you have signed in with the backup code; your old address was told.',
            ]
          : []),
        `With this backup code you can sign in to ${p.portalName} again. It works once and is valid ${sayUntil(p.validUntil, 'en')}:`,
      ],
      code: p.pin,
      button: { label: 'Sign in', url: p.signInUrl },
      afterButton: [
        'This is how you use the backup code:',
        '1. Do you use an authenticator app? Install it on your own phone or tablet first. Do nothing else with it yet.',
        '2. Sign in with your login name and password.',
        '3. At the second step choose “Try another way” and then “Use a backup code”. Enter the backup code.',
        '4. Then choose that you have permanently lost access to your old way of signing in.',
        '5. Set up two-step verification again.',
        'Never share the backup code, not even with the service desk. Did you not ask for this? Please contact them at once.',
      ],
    }),
  }),
}
