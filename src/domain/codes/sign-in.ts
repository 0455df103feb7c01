import type { CodeText } from './code-text.ts'

/** Signing in and second steps. */
export const signInCodes = {
  FLOW_ENDED: {
    kind: 'refused',
    nl: 'Deze aanmelding is verlopen of afgebroken. Begin opnieuw.',
    en: 'This sign-in has expired or was broken off. Begin again.',
  },
  STEP_DIFFERS: {
    kind: 'conflict',
    nl: 'Dit is nu niet de volgende stap van deze aanmelding.',
    en: 'This is not the next step of this sign-in.',
  },
  CODE_NOT_SENT: { kind: 'refused', nl: 'Vraag eerst een code aan.', en: 'Ask for a code first.' },
  CODE_WRONG: { kind: 'refused', nl: 'Deze code klopt niet.', en: 'This code is not right.' },
  CODE_EXPIRED: {
    kind: 'refused',
    nl: 'Deze code is verlopen. Vraag een nieuwe code aan.',
    en: 'This code has expired. Ask for a new code.',
  },
  CODE_EXHAUSTED: {
    kind: 'refused',
    nl: 'Te vaak een verkeerde code. Begin opnieuw.',
    en: 'Too many wrong codes. Begin again.',
  },
  BACKUP_CODE_WRONG: {
    kind: 'refused',
    nl: 'Deze backupcode klopt niet of is al gebruikt.',
    en: 'This backup code is not right or was used already.',
  },
  KEY_REFUSED: {
    kind: 'refused',
    nl: 'Deze beveiligingssleutel is niet aanvaard.',
    en: 'This security key was not accepted.',
  },
  KEY_CLONED: {
    kind: 'refused',
    nl: 'Deze beveiligingssleutel lijkt gekopieerd en is geweigerd. Neem contact op met de servicedesk.',
    en: 'This security key seems to have been copied and was refused. Contact the service desk.',
  },
  METHOD_NOT_OFFERED: {
    kind: 'refused',
    nl: 'Deze methode is in dit portaal niet beschikbaar.',
    en: 'This method is not available in this portal.',
  },
  FACTOR_NEEDED: {
    kind: 'refused',
    nl: 'Er moet ten minste één methode overblijven.',
    en: 'At least one method must remain.',
  },
  FACTOR_EXISTS: { kind: 'conflict', nl: 'Deze methode is al ingesteld.', en: 'This method is set up already.' },
  TOO_MANY_FACTORS: {
    kind: 'refused',
    nl: 'Er zijn al te veel methodes ingesteld. Verwijder er eerst een.',
    en: 'Too many methods are set up. Remove one first.',
  },
  MAIL_CODE_NEEDED: {
    kind: 'refused',
    nl: 'Dit nummer is nieuw. Vul ook de code in die per e-mail is verstuurd.',
    en: 'This number is new. Give the code that was sent by mail as well.',
  },
  STEP_UP_NEEDED: {
    kind: 'refused',
    nl: 'Bevestig eerst opnieuw dat u het bent.',
    en: 'Confirm once more that it is you.',
  },
  ROBOT_CHECK_NEEDED: {
    kind: 'refused',
    nl: 'Bevestig eerst dat u geen robot bent.',
    en: 'Confirm first that you are no robot.',
  },
  ROBOT_CHECK_FAILED: {
    kind: 'refused',
    nl: 'De robotcontrole is niet gelukt of verlopen. Probeer het opnieuw.',
    en: 'The robot check failed or has expired. Try again.',
  },
  ORGANISATION_SIGN_IN_UNKNOWN: {
    kind: 'refused',
    nl: 'Voor dit adres is geen aanmelding via een organisatie ingesteld.',
    en: 'No sign-in through an organisation is set up for this address.',
  },
  NO_MOBILE_PROVEN: {
    kind: 'refused',
    nl: 'Er is geen bevestigd mobiel nummer bekend.',
    en: 'No confirmed mobile number is known.',
  },
} as const satisfies Readonly<Record<string, CodeText>>
