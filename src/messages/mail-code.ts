import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

const purposes = ['EMAIL_CHANGE', 'NUMBER_PROOF'] as const

export type MailCode = Common & {
  readonly pin: string
  readonly validMinutes: number
  readonly purpose: (typeof purposes)[number]
}

/**
 * Proves a mailbox. A new address needs no more than that; a new number needs it beside the SMS, because who has only the
 * password may not choose where the codes go (S001-034).
 */
export const mailCode: MailTemplate<MailCode> = {
  channel: 'mail',
  name: 'mail-code',
  version: 1,
  priority: 'code',
  secret: 'pin',
  parse: (params) => ({
    ...readCommon(params),
    pin: params.code('pin'),
    validMinutes: params.minutes('validMinutes'),
    purpose: params.oneOf('purpose', purposes),
  }),
  text: spoken({
    je: (p) => ({
      subject: forAddress(p) ? 'Code om je e-mailadres te bevestigen' : 'Code om je telefoonnummer in te stellen',
      preheader: `De code staat in deze e-mail en is ${p.validMinutes} minuten geldig.`,
      paragraphs: [
        forAddress(p)
          ? `Je wilt dit e-mailadres gebruiken voor je account voor ${p.portalName}. Vul daar deze code in:`
          : `Je stelt een telefoonnummer in om mee in te loggen bij ${p.portalName}. Vul daar deze code in:`,
      ],
      code: p.pin,
      button: null,
      afterButton: [
        `De code is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.`,
        forAddress(p)
          ? 'Heb jij dit niet gevraagd? Dan hoef je niets te doen: zonder de code verandert er niets.'
          : 'Heb jij dit niet gevraagd? Dan kent iemand anders misschien je wachtwoord. Neem meteen contact op met de servicedesk.',
      ],
    }),
    u: (p) => ({
      subject: forAddress(p) ? 'Code om uw e-mailadres te bevestigen' : 'Code om uw telefoonnummer in te stellen',
      preheader: `De code staat in deze e-mail en is ${p.validMinutes} minuten geldig.`,
      paragraphs: [
        forAddress(p)
          ? `U wilt dit e-mailadres gebruiken voor uw account voor ${p.portalName}. Vul daar deze code in:`
          : `U stelt een telefoonnummer in om mee in te loggen bij ${p.portalName}. Vul daar deze code in:`,
      ],
      code: p.pin,
      button: null,
      afterButton: [
        `De code is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.`,
        forAddress(p)
          ? 'Hebt u dit niet gevraagd? Dan hoeft u niets te doen: zonder de code verandert er niets.'
          : 'Hebt u dit niet gevraagd? Dan kent iemand anders misschien uw wachtwoord. Neem meteen contact op met de servicedesk.',
      ],
    }),
    en: (p) => ({
      subject: forAddress(p) ? 'Code to confirm your e-mail address' : 'Code to set up your phone number',
      preheader: `The code is in this e-mail and valid for ${p.validMinutes} minutes.`,
      paragraphs: [
        forAddress(p)
          ? `You want to use this e-mail address for your account for ${p.portalName}. Enter this code there:`
          : `You are setting up a phone number for signing in to ${p.portalName}. Enter this code there:`,
      ],
      code: p.pin,
      button: null,
      afterButton: [
        `The code is valid for ${p.validMinutes} minutes. Never share it, not even with us.`,
        forAddress(p)
          ? 'Did you not ask for this? Then there is nothing to do: without the code nothing changes.'
          : 'Did you not ask for this? Then someone else may know your password. Please contact the service desk at once.',
      ],
    }),
  }),
}

function forAddress({ purpose }: MailCode): boolean {
  return purpose === 'EMAIL_CHANGE'
}
