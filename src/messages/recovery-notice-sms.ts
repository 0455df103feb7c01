import { type SmsTemplate, spoken } from './template.ts'

export type RecoveryNoticeSms = {
  readonly portalName: string
  /** Stops the recovery. */
  readonly link: string
}

/** The service desk was asked to restore access: whoever did not ask must be able to stop it. */
export const recoveryNoticeSms: SmsTemplate<RecoveryNoticeSms> = {
  channel: 'sms',
  name: 'recovery-notice-sms',
  version: 1,
  priority: 'act',
  secret: 'link',
  parse: (params) => ({ portalName: params.text('portalName'), link: params.link('link') }),
  // The link ends the text, so that a phone takes nothing else into it.
  variants: spoken({
    je: (p) => [
      `De servicedesk herstelt de toegang tot je account voor ${p.portalName}. Heb jij dit niet gevraagd? Maak dan bezwaar: ${p.link}`,
      `De servicedesk herstelt de toegang tot je account. Niet gevraagd? Maak bezwaar: ${p.link}`,
      `Herstel van je account. Niet gevraagd? Maak bezwaar: ${p.link}`,
    ],
    u: (p) => [
      `De servicedesk herstelt de toegang tot uw account voor ${p.portalName}. Hebt u dit niet gevraagd? Maak dan bezwaar: ${p.link}`,
      `De servicedesk herstelt de toegang tot uw account. Niet gevraagd? Maak bezwaar: ${p.link}`,
      `Herstel van uw account. Niet gevraagd? Maak bezwaar: ${p.link}`,
    ],
    en: (p) => [
      `The service desk is restoring access to your account for ${p.portalName}. Did you not ask for this? Object here: ${p.link}`,
      `The service desk is restoring access to your account. Not you? Object: ${p.link}`,
      `Your account is being recovered. Not you? Object: ${p.link}`,
    ],
  }),
}
