/**
 * What Drempel answers when it says no. The list only grows: frontends switch on these codes.
 * kind says which GraphQL error type carries the code.
 */
export const codes = {
  // Input that cannot be meant
  INVALID_INPUT: { kind: 'invalid', nl: 'Een of meer gegevens kloppen niet.', en: 'One or more values are not right.' },
  REQUIRED: { kind: 'invalid', nl: 'Dit gegeven is vereist.', en: 'This value is required.' },
  INVALID_EMAIL: { kind: 'invalid', nl: 'Dit is geen geldig e-mailadres.', en: 'This is not a valid e-mail address.' },
  INVALID_MOBILE: {
    kind: 'invalid',
    nl: 'Dit is geen geldig mobiel nummer.',
    en: 'This is not a valid mobile number.',
  },
  INVALID_DATE: { kind: 'invalid', nl: 'Dit is geen bestaande datum.', en: 'This date does not exist.' },
  INVALID_USERNAME: {
    kind: 'invalid',
    nl: 'Dit is geen geldige gebruikersnaam.',
    en: 'This is not a valid user name.',
  },
  INVALID_NAME: {
    kind: 'invalid',
    nl: 'Vul een naam in van hooguit 200 tekens.',
    en: 'Give a name of at most 200 characters.',
  },
  DATE_PASSED: { kind: 'invalid', nl: 'Deze datum ligt in het verleden.', en: 'This date has passed.' },
  TOO_MANY_ITEMS: { kind: 'invalid', nl: 'Dit zijn er te veel voor één keer.', en: 'These are too many for one call.' },
  DUPLICATE_ITEM: { kind: 'invalid', nl: 'Deze staat twee keer in de lijst.', en: 'This one is in the list twice.' },
  KEY_REUSED: {
    kind: 'invalid',
    nl: 'Deze sleutel is al gebruikt voor een andere vraag.',
    en: 'This idempotency key was used for a different request.',
  },
  // Nothing there, or nothing you may see
  NOT_FOUND: { kind: 'notFound', nl: 'Dit is niet gevonden.', en: 'This was not found.' },
  // Somebody was first
  CHANGED_MEANWHILE: {
    kind: 'conflict',
    nl: 'Dit is intussen gewijzigd. Bekijk het opnieuw.',
    en: 'This changed in the meantime. Please look again.',
  },
  JOURNEY_ENDED: { kind: 'conflict', nl: 'Dit traject is al afgerond.', en: 'This journey has already ended.' },
  ALREADY_EXISTS: { kind: 'conflict', nl: 'Dit bestaat al.', en: 'This exists already.' },
  TASK_CLOSED: { kind: 'conflict', nl: 'Deze taak is al afgehandeld.', en: 'This task was already closed.' },
  JOURNEY_NOT_POSTPONABLE: {
    kind: 'refused',
    nl: 'Dit traject kan niet worden uitgesteld, alleen ingetrokken.',
    en: 'This journey cannot be postponed, only withdrawn.',
  },
  TASK_HAS_OWN_ACT: {
    kind: 'refused',
    nl: 'Deze taak handelt u af door het herstel zelf goed te keuren of in te trekken.',
    en: 'This task is done by approving or withdrawing the recovery itself.',
  },
  NOT_STUCK: { kind: 'conflict', nl: 'Dit traject zit niet vast.', en: 'This journey is not stuck.' },
  // Links, PINs, passwords
  LINK_UNKNOWN: { kind: 'refused', nl: 'Deze link werkt niet.', en: 'This link does not work.' },
  LINK_USED: { kind: 'refused', nl: 'Deze link is al gebruikt.', en: 'This link was already used.' },
  LINK_EXPIRED: { kind: 'refused', nl: 'Deze link is verlopen.', en: 'This link has expired.' },
  LINK_SUPERSEDED: {
    kind: 'refused',
    nl: 'Deze link is vervangen. Gebruik de link uit de nieuwste e-mail.',
    en: 'This link was replaced. Use the link in the latest mail.',
  },
  INVITATION_WITHDRAWN: {
    kind: 'refused',
    nl: 'Deze uitnodiging is ingetrokken.',
    en: 'This invitation was withdrawn.',
  },
  NUMBER_REPORTED: {
    kind: 'refused',
    nl: 'Dit nummer is als onjuist gemeld. HR is gevraagd het te verbeteren.',
    en: 'This number was reported as wrong. HR has been asked to correct it.',
  },
  PIN_WRONG: { kind: 'refused', nl: 'Deze pincode klopt niet.', en: 'This PIN is not right.' },
  PIN_EXPIRED: {
    kind: 'refused',
    nl: 'Deze pincode is verlopen. Vraag een nieuwe aan.',
    en: 'This PIN has expired. Ask for a new one.',
  },
  PIN_USED: { kind: 'refused', nl: 'Deze pincode is al gebruikt.', en: 'This PIN was already used.' },
  PIN_EXHAUSTED: {
    kind: 'refused',
    nl: 'Te vaak een verkeerde pincode. Vraag een nieuwe aan.',
    en: 'Too many wrong PINs. Ask for a new one.',
  },
  PIN_NEEDED: { kind: 'refused', nl: 'Bevestig eerst de pincode.', en: 'Confirm the PIN first.' },
  PIN_NOT_SENT: { kind: 'refused', nl: 'Vraag eerst een pincode aan.', en: 'Ask for a PIN first.' },
  NO_MOBILE: {
    kind: 'refused',
    nl: 'Er is geen mobiel nummer bekend. HR is gevraagd het aan te vullen.',
    en: 'No mobile number is known. HR has been asked to add it.',
  },
  PASSWORD_REFUSED: {
    kind: 'invalid',
    nl: 'Dit wachtwoord voldoet niet aan de regels.',
    en: 'This password breaks the rules.',
  },
  SIGN_IN_FAILED: {
    kind: 'refused',
    nl: 'De combinatie van gegevens klopt niet.',
    en: 'This combination is not right.',
  },
  // Signing in, second steps
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
  // Own settings
  PASSWORD_WRONG: {
    kind: 'refused',
    nl: 'Het huidige wachtwoord klopt niet.',
    en: 'The present password is not right.',
  },
  PASSWORD_SAME: {
    kind: 'invalid',
    nl: 'Het nieuwe wachtwoord is gelijk aan het oude.',
    en: 'The new password is the same as the old one.',
  },
  UNCHANGED: { kind: 'conflict', nl: 'Dit is al zo ingesteld.', en: 'This is how it is already.' },
  LANGUAGE_NOT_SPOKEN: {
    kind: 'invalid',
    nl: 'Deze taal is in dit portaal niet beschikbaar.',
    en: 'This portal does not speak that language.',
  },
  INVALID_ANSWER: {
    kind: 'invalid',
    nl: 'Geef een antwoord van ten minste twee letters of cijfers.',
    en: 'Give an answer of at least two letters or digits.',
  },
  QUESTION_NOT_USED: {
    kind: 'refused',
    nl: 'Dit portaal werkt niet met een beveiligingsvraag.',
    en: 'This portal uses no security question.',
  },
  // Recovery by the service desk
  CHECKS_MISSING: {
    kind: 'invalid',
    nl: 'Niet alle vereiste controles zijn gedaan.',
    en: 'Not all checks that are required were made.',
  },
  RECOVERY_UNDER_WAY: {
    kind: 'conflict',
    nl: 'Voor deze persoon loopt al een accountherstel.',
    en: 'A recovery is under way for this person already.',
  },
  RECOVERY_ENDED: {
    kind: 'conflict',
    nl: 'Dit accountherstel is al afgelopen. Klopt er iets niet? Bel dan meteen de servicedesk.',
    en: 'This recovery has ended already. Is something wrong? Call the service desk at once.',
  },
  RECOVERY_NOT_YOURS: {
    kind: 'refused',
    nl: 'Deze persoon heeft ook elders bijzondere rechten. Laat het herstel daar doen.',
    en: 'This person has special rights elsewhere too. Let it be done there.',
  },
  SECOND_PERSON_NEEDED: {
    kind: 'refused',
    nl: 'Een andere collega moet dit goedkeuren.',
    en: 'Another colleague has to approve this.',
  },
  ALREADY_APPROVED: { kind: 'conflict', nl: 'Dit is al goedgekeurd.', en: 'This was approved already.' },
  NOT_APPROVED: { kind: 'conflict', nl: 'Dit is nog niet goedgekeurd.', en: 'This was not approved yet.' },
  ACCOUNT_NOT_ACTIVE: {
    kind: 'refused',
    nl: 'Dit account is niet actief.',
    en: 'This account is not active.',
  },
  NOTHING_TO_RECOVER: {
    kind: 'refused',
    nl: 'Deze persoon heeft geen tweede stap die hersteld kan worden.',
    en: 'This person has no second step to recover.',
  },
  NO_CHANNEL: {
    kind: 'refused',
    nl: 'Er is geen bewezen e-mailadres waarop deze persoon bereikt kan worden.',
    en: 'There is no proven mail address at which this person can be reached.',
  },
  // Limits
  TOO_MANY_ATTEMPTS: {
    kind: 'limited',
    nl: 'Te veel pogingen. Probeer het later opnieuw.',
    en: 'Too many attempts. Try again later.',
  },
  PINS_SPENT: {
    kind: 'refused',
    nl: 'Er zijn te veel pincodes aangevraagd. Vraag HR om een nieuwe uitnodiging.',
    en: 'Too many PINs were asked for. Ask HR for a new invitation.',
  },
  SEND_LIMIT: {
    kind: 'limited',
    nl: 'Er zijn al genoeg codes verstuurd. Probeer het later opnieuw.',
    en: 'Enough codes were sent. Try again later.',
  },
  // HR's acts
  ROLE_NOT_ALLOWED: { kind: 'refused', nl: 'Deze rol kunt u niet geven.', en: 'You cannot give this role.' },
  ALREADY_ACTIVE: { kind: 'refused', nl: 'Dit account is al actief.', en: 'This account is already active.' },
  BIRTH_DATE_NEEDED: {
    kind: 'refused',
    nl: 'Onder dit adres is al iemand bekend. Geef de geboortedatum, zodat zeker is dat u dezelfde persoon bedoelt.',
    en: 'Somebody is known under this address already. Give the date of birth, to be sure that you mean the same person.',
  },
  PERSON_DIFFERS: {
    kind: 'refused',
    nl: 'Onder dit adres of deze gebruikersnaam staat iemand met andere gegevens. Controleer de gegevens.',
    en: 'Somebody with other details is known under this address or user name. Check the details.',
  },
  ADDRESS_TAKEN: {
    kind: 'refused',
    nl: 'Dit adres hoort al bij een ander account.',
    en: 'This address belongs to another account.',
  },
  INVITED_ELSEWHERE: {
    kind: 'refused',
    nl: 'Een andere organisatie heeft deze persoon op dit adres uitgenodigd. Trek de uitnodiging in en nodig opnieuw uit.',
    en: 'Another organisation invited this person at this address. Withdraw the invitation and invite anew.',
  },
  REFERENCE_REUSED: {
    kind: 'refused',
    nl: 'Deze referentie hoort al bij iemand anders.',
    en: 'This reference belongs to somebody else already.',
  },
  // Password rules, told beforehand and when broken
  TOO_SHORT: { kind: 'invalid', nl: 'Het wachtwoord is te kort.', en: 'The password is too short.' },
  TOO_LONG: { kind: 'invalid', nl: 'Het wachtwoord is te lang.', en: 'The password is too long.' },
  TOO_COMMON: {
    kind: 'invalid',
    nl: 'Dit wachtwoord is te bekend en dus te raden.',
    en: 'This password is too well known.',
  },
  NAMES_YOU: {
    kind: 'invalid',
    nl: 'Het wachtwoord lijkt te veel op de naam, het adres of het portaal.',
    en: 'The password is too close to the name, the address or the portal.',
  },
  NEEDS_LOWER: { kind: 'invalid', nl: 'Er moet een kleine letter in staan.', en: 'It needs a lower-case letter.' },
  NEEDS_UPPER: { kind: 'invalid', nl: 'Er moet een hoofdletter in staan.', en: 'It needs a capital.' },
  NEEDS_DIGIT: { kind: 'invalid', nl: 'Er moet een cijfer in staan.', en: 'It needs a digit.' },
  NEEDS_PUNCTUATION: { kind: 'invalid', nl: 'Er moet een leesteken in staan.', en: 'It needs a punctuation mark.' },
} as const satisfies Readonly<Record<string, { kind: CodeKind; nl: string; en: string }>>

export type CodeKind = 'invalid' | 'notFound' | 'conflict' | 'refused' | 'limited'

export type Code = keyof typeof codes
