import type { Language } from '../portals/portal.ts'
import type { FindingKind } from './findings.ts'

type Told = { readonly message: string; readonly whatHelps: string }

/** What a service desk reads out: what is wrong, and what to do about it. */
export const findingTexts: Readonly<Record<FindingKind, Readonly<Record<Language, Told>>>> = {
  WORK_MAIL_ONLY: {
    nl: {
      message: 'Het enige bekende e-mailadres is van de werkgever. Dat vervalt na het vertrek.',
      whatHelps:
        'Geef in de eigen instellingen een privé e-mailadres op zolang inloggen nog kan. Lukt dat niet meer, dan kan de servicedesk het privéadres vastleggen bij een accountherstel.',
    },
    en: {
      message: 'The only known mail address is the employer’s. It goes when the person has left.',
      whatHelps:
        'Give a private mail address in the own settings while signing in still works. Where that is no longer possible, the service desk can record it with a recovery.',
    },
  },
  MAIL_UNREACHABLE: {
    nl: {
      message: 'E-mail aan het bekende adres komt niet aan.',
      whatHelps: 'Geef in de eigen instellingen een ander e-mailadres op, of laat HR het adres verbeteren.',
    },
    en: {
      message: 'Mail to the known address does not arrive.',
      whatHelps: 'Give another mail address in the own settings, or let HR correct the address.',
    },
  },
  NO_OWN_FACTOR: {
    nl: {
      message: 'De tweede stap bij het inloggen werkt alleen met een telefoon of sleutel van de werkgever.',
      whatHelps:
        'Stel in de eigen instellingen een tweede stap in op een eigen telefoon of tablet, vóór de telefoon wordt ingeleverd. Is die al weg, gebruik dan een backupcode of laat de servicedesk een accountherstel starten. Is het toch een eigen toestel? Geef dat dan aan bij de tweede stap.',
    },
    en: {
      message: 'The second step at sign-in only works with a phone or key of the employer.',
      whatHelps:
        'Set up a second step on an own phone or tablet in the own settings, before the phone is handed in. If it is gone already, use a backup code or let the service desk start a recovery. Is it an own device after all? Say so at the second step.',
    },
  },
  NO_OWN_PASSWORD: {
    nl: {
      message: 'Er is geen eigen wachtwoord: inloggen gaat alleen via de werkgever. Dat kan niet meer na het vertrek.',
      whatHelps:
        'Stel in de eigen instellingen een wachtwoord en een tweede stap in zolang inloggen nog kan. Lukt dat niet meer, dan kan de servicedesk het eerste wachtwoord mogelijk maken met een accountherstel.',
    },
    en: {
      message:
        'There is no own password: signing in goes through the employer alone. That ends when the person has left.',
      whatHelps:
        'Set a password and a second step in the own settings while signing in still works. Where that is no longer possible, the service desk can make a first password possible with a recovery.',
    },
  },
}
