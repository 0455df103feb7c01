import { sayDay, sayUntil } from './dates.ts'
import { type Common, readCommon } from './letterhead.ts'
import { type MailTemplate, spoken } from './template.ts'

export type ActivationInvitation = Common & {
  readonly link: string
  readonly validUntil: Date
  /** The first day on which the account gives access, where it is not at once. */
  readonly startsOn: string | null
  readonly pinBySms: boolean
}

/** HR invites someone to activate an account (S002-017…019). */
export const activationInvitation: MailTemplate<ActivationInvitation> = {
  channel: 'mail',
  name: 'activation-invitation',
  version: 1,
  priority: 'act',
  secret: 'link',
  parse: (params) => ({
    ...readCommon(params),
    link: params.link('link'),
    validUntil: params.instant('validUntil'),
    startsOn: params.optionalDay('startsOn'),
    pinBySms: params.flag('pinBySms'),
  }),
  text: spoken({
    je: (p) => ({
      subject: `Activeer je account voor ${p.portalName}`,
      preheader: `${p.organisationName} nodigt je uit. De link is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `${p.organisationName} nodigt je uit om je account voor ${p.portalName} te activeren.${p.startsOn ? ` Je hebt toegang vanaf ${sayDay(p.startsOn, 'nl')}.` : ''}`,
        p.pinBySms
          ? 'Klik op de knop hieronder. Ter controle krijg je een pincode per sms op het mobiele nummer dat bij ons bekend is. Daarna kies je een wachtwoord en ben je klaar.'
          : 'Klik op de knop hieronder en kies een wachtwoord. Daarna ben je klaar.',
      ],
      button: { label: 'Activeer', url: p.link },
      afterButton: [
        `De link is persoonlijk en geldig ${sayUntil(p.validUntil, 'nl')}. Stuur deze e-mail niet door.`,
        `${p.pinBySms ? 'Heb je een ander mobiel nummer gekregen, of verwacht' : 'Verwacht'} je deze uitnodiging niet? Laat het dan de servicedesk weten.`,
      ],
    }),
    u: (p) => ({
      subject: `Activeer uw account voor ${p.portalName}`,
      preheader: `${p.organisationName} nodigt u uit. De link is geldig ${sayUntil(p.validUntil, 'nl')}.`,
      paragraphs: [
        `${p.organisationName} nodigt u uit om uw account voor ${p.portalName} te activeren.${p.startsOn ? ` U hebt toegang vanaf ${sayDay(p.startsOn, 'nl')}.` : ''}`,
        p.pinBySms
          ? 'Klik op de knop hieronder. Ter controle ontvangt u een pincode per sms op het mobiele nummer dat bij ons bekend is. Daarna kiest u een wachtwoord en bent u klaar.'
          : 'Klik op de knop hieronder en kies een wachtwoord. Daarna bent u klaar.',
      ],
      button: { label: 'Activeer', url: p.link },
      afterButton: [
        `De link is persoonlijk en geldig ${sayUntil(p.validUntil, 'nl')}. Stuur deze e-mail niet door.`,
        `${p.pinBySms ? 'Hebt u een ander mobiel nummer gekregen, of verwacht' : 'Verwacht'} u deze uitnodiging niet? Laat het dan de servicedesk weten.`,
      ],
    }),
    en: (p) => ({
      subject: `Activate your account for ${p.portalName}`,
      preheader: `${p.organisationName} invites you. The link is valid ${sayUntil(p.validUntil, 'en')}.`,
      paragraphs: [
        `${p.organisationName} invites you to activate your account for ${p.portalName}.${p.startsOn ? ` You have access from ${sayDay(p.startsOn, 'en')}.` : ''}`,
        p.pinBySms
          ? 'Click the button below. To make sure it is you, we send a PIN by text message to the mobile number we have on file. Then you choose a password and you are done.'
          : 'Click the button below and choose a password. Then you are done.',
      ],
      button: { label: 'Activate', url: p.link },
      afterButton: [
        `The link is for you alone and valid ${sayUntil(p.validUntil, 'en')}. Please do not forward this e-mail.`,
        p.pinBySms
          ? 'Has your mobile number changed, or did you not expect this invitation? Please tell the service desk.'
          : 'Did you not expect this invitation? Please tell the service desk.',
      ],
    }),
  }),
}
