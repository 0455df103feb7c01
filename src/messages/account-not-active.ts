import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

/** A new password was asked for an account that still waits for its activation. The mailbox alone hears that. */
export const accountNotActive: MailTemplate<Common> = {
  channel: 'mail',
  name: 'account-not-active',
  version: 1,
  priority: 'act',
  secret: null,
  parse: readCommon,
  text: spoken({
    je: (p) => ({
      subject: `Je account voor ${p.portalName} is nog niet geactiveerd`,
      preheader: 'Gebruik de uitnodiging die je per e-mail hebt gekregen.',
      paragraphs: [
        `Iemand heeft een nieuw wachtwoord gevraagd voor je account voor ${p.portalName}. Dat kan nog niet: het account is nog niet geactiveerd.`,
        'Gebruik de link in de uitnodiging die je per e-mail hebt gekregen. Daarmee kies je ook je wachtwoord.',
        'Kun je de uitnodiging niet vinden, of werkt de link niet meer? Vraag dan HR of de servicedesk om een nieuwe.',
      ],
      button: null,
      afterButton: ['Heb jij dit niet gevraagd? Dan hoef je niets te doen.'],
    }),
    u: (p) => ({
      subject: `Uw account voor ${p.portalName} is nog niet geactiveerd`,
      preheader: 'Gebruik de uitnodiging die u per e-mail hebt ontvangen.',
      paragraphs: [
        `Iemand heeft een nieuw wachtwoord gevraagd voor uw account voor ${p.portalName}. Dat kan nog niet: het account is nog niet geactiveerd.`,
        'Gebruik de link in de uitnodiging die u per e-mail hebt ontvangen. Daarmee kiest u ook uw wachtwoord.',
        'Kunt u de uitnodiging niet vinden, of werkt de link niet meer? Vraag dan HR of de servicedesk om een nieuwe.',
      ],
      button: null,
      afterButton: ['Hebt u dit niet gevraagd? Dan hoeft u niets te doen.'],
    }),
    en: (p) => ({
      subject: `Your account for ${p.portalName} has not been activated yet`,
      preheader: 'Use the invitation that you received by e-mail.',
      paragraphs: [
        `Someone asked for a new password for your account for ${p.portalName}. That is not possible yet: the account has not been activated.`,
        'Use the link in the invitation that you received by e-mail. It also lets you choose your password.',
        'Can you not find the invitation, or does the link no longer work? Ask HR or the service desk for a new one.',
      ],
      button: null,
      afterButton: ['Did you not ask for this? Then there is nothing to do.'],
    }),
  }),
}
