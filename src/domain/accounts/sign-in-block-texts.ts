import type { Language } from '../portals/portal.ts'

type Told = { readonly message: string; readonly whatHelps: string }

/** What a service desk reads out: what is in the way, and what helps. The instants stand beside it. */
export const blockTexts = {
  ACCOUNT_CLOSED: {
    nl: { message: 'Het account is gesloten.', whatHelps: 'HR kan opnieuw uitnodigen als er weer toegang moet zijn.' },
    en: { message: 'The account is closed.', whatHelps: 'HR can invite anew if there should be access again.' },
  },
  NOT_ACTIVATED: {
    nl: {
      message: 'De uitnodiging is verstuurd, maar het account is nog niet geactiveerd.',
      whatHelps:
        'Gebruik de link in de uitnodiging, ook te vinden in de map ongewenste e-mail, of laat HR een nieuwe sturen.',
    },
    en: {
      message: 'The invitation was sent, but the account was not activated yet.',
      whatHelps: 'Use the link in the invitation, which may be in the spam folder, or let HR send a new one.',
    },
  },
  INVITATION_WAITS: {
    nl: {
      message: 'De uitnodiging is nog niet verstuurd: die gaat later uit.',
      whatHelps: 'Wacht op de uitnodiging, of laat HR het moment wijzigen.',
    },
    en: {
      message: 'The invitation was not sent yet: it goes out later.',
      whatHelps: 'Wait for the invitation, or let HR change when it goes out.',
    },
  },
  INVITATION_EXPIRED: {
    nl: { message: 'De uitnodiging is verlopen.', whatHelps: 'Laat HR de uitnodiging vernieuwen.' },
    en: { message: 'The invitation has expired.', whatHelps: 'Let HR renew the invitation.' },
  },
  INVITATION_WITHDRAWN: {
    nl: { message: 'Er is geen uitnodiging meer die geldt.', whatHelps: 'Laat HR opnieuw uitnodigen.' },
    en: { message: 'There is no invitation that still counts.', whatHelps: 'Let HR invite anew.' },
  },
  ACCESS_BEGINS: {
    nl: {
      message: 'De toegang is nog niet begonnen.',
      whatHelps: 'Wacht tot de toegang begint, of laat HR de eerste werkdag controleren.',
    },
    en: {
      message: 'Access has not begun yet.',
      whatHelps: 'Wait until access begins, or let HR check the first working day.',
    },
  },
  ACCESS_ENDED: {
    nl: { message: 'De toegang is beëindigd.', whatHelps: 'Laat HR nagaan of er weer toegang moet zijn.' },
    en: { message: 'Access has ended.', whatHelps: 'Let HR check whether there should be access again.' },
  },
  ACCESS_NEVER: {
    nl: { message: 'Er is geen toegang gegeven.', whatHelps: 'Laat HR toegang geven.' },
    en: { message: 'No access was given.', whatHelps: 'Let HR give access.' },
  },
  NO_PASSWORD: {
    nl: {
      message: 'Er is geen wachtwoord ingesteld.',
      whatHelps: 'Stel een wachtwoord in met “wachtwoord vergeten” op de inlogpagina.',
    },
    en: {
      message: 'No password has been set.',
      whatHelps: 'Set a password with “forgotten password” on the sign-in page.',
    },
  },
  WRONG_PASSWORD_LATELY: {
    nl: {
      message: 'Het afgelopen uur is meermaals een verkeerd wachtwoord ingevuld. Daardoor is even wachten nodig.',
      whatHelps: 'Wacht een paar minuten, let op hoofdletters, of kies “wachtwoord vergeten” op de inlogpagina.',
    },
    en: {
      message: 'A wrong password was given several times within the last hour. That makes it wait for a while.',
      whatHelps: 'Wait for a few minutes, mind capitals, or choose “forgotten password” on the sign-in page.',
    },
  },
  WRONG_CODES_LATELY: {
    nl: {
      message: 'Het wachtwoord klopt, maar het afgelopen uur mislukte de tweede stap meermaals.',
      whatHelps:
        'Gebruik de nieuwste code, controleer of de klok van de telefoon goed staat, of gebruik een andere methode of een backupcode.',
    },
    en: {
      message: 'The password is right, but the second step failed several times within the last hour.',
      whatHelps:
        'Use the newest code, check that the clock of the phone is right, or use another method or a backup code.',
    },
  },
  ENROLMENT_DUE: {
    nl: {
      message: 'Een tweede stap is verplicht en nog niet ingesteld. Inloggen leidt eerst daarheen.',
      whatHelps: 'Log in en volg de stappen op het scherm om een tweede stap in te stellen.',
    },
    en: {
      message: 'A second step is obligatory and has not been set up. Signing in leads there first.',
      whatHelps: 'Sign in and follow the steps on the screen to set up a second step.',
    },
  },
  MAIL_UNPROVEN: {
    nl: {
      message:
        'Er is geen mobiel nummer bekend. Een nieuw nummer vraagt ook een code per e-mail, en het is niet zeker dat e-mail aankomt.',
      whatHelps: 'Controleer het e-mailadres, laat HR het mobiele nummer vastleggen, of stel een andere methode in.',
    },
    en: {
      message:
        'No mobile number is known. A new number asks for a code by mail too, and it is not certain that mail arrives.',
      whatHelps: 'Check the mail address, let HR record the mobile number, or set up another method.',
    },
  },
  NUMBER_UNREACHABLE: {
    nl: {
      message: 'De enige tweede stap is een code per sms, en die komt niet aan op het bekende nummer.',
      whatHelps: 'Gebruik een backupcode. Is die er niet, start dan een accountherstel.',
    },
    en: {
      message: 'The only second step is a code by SMS, and it does not arrive at the known number.',
      whatHelps: 'Use a backup code. If there is none, start a recovery.',
    },
  },
  PIN_UNREACHABLE: {
    nl: {
      message: 'Voor het activeren is een pincode per sms nodig. Het mobiele nummer ontbreekt of werkt niet.',
      whatHelps: 'Laat HR het mobiele nummer verbeteren.',
    },
    en: {
      message: 'Activating needs a PIN by SMS. The mobile number is missing or does not work.',
      whatHelps: 'Let HR correct the mobile number.',
    },
  },
  MAIL_BOUNCED: {
    nl: {
      message: 'E-mail aan het bekende adres komt niet aan, ook die voor een nieuw wachtwoord niet.',
      whatHelps: 'Laat HR het e-mailadres verbeteren.',
    },
    en: {
      message: 'Mail to the known address does not arrive, nor does that for a new password.',
      whatHelps: 'Let HR correct the mail address.',
    },
  },
  RECOVERY_ASKED: {
    nl: {
      message: 'Er loopt een accountherstel. Het wacht op goedkeuring door een tweede collega van de servicedesk.',
      whatHelps: 'Laat een andere collega het herstel goedkeuren, voordat de termijn voorbij is.',
    },
    en: {
      message: 'A recovery is under way. It waits for the approval of a second colleague at the service desk.',
      whatHelps: 'Let another colleague approve the recovery before its time is over.',
    },
  },
  RECOVERY_APPROVED: {
    nl: {
      message: 'Er loopt een accountherstel. Het is goedgekeurd; de code gaat uit als de wachttijd voorbij is.',
      whatHelps: 'Wacht tot de wachttijd voorbij is.',
    },
    en: {
      message: 'A recovery is under way. It was approved; the code goes out when the waiting time is over.',
      whatHelps: 'Wait until the waiting time is over.',
    },
  },
  RECOVERY_ISSUED: {
    nl: {
      message: 'Er loopt een accountherstel. De code is verstuurd en is nog niet gebruikt.',
      whatHelps: 'Log in, kies de backupcode als tweede stap en vul de verstuurde code in.',
    },
    en: {
      message: 'A recovery is under way. The code was sent and was not used yet.',
      whatHelps: 'Sign in, choose the backup code as the second step and give the code that was sent.',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, Told>>>>

export type BlockText = keyof typeof blockTexts
