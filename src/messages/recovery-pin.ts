import { originBound } from './origin-bound.ts'
import { type SmsTemplate, spoken } from './template.ts'

export type RecoveryPin = {
  readonly portalName: string
  readonly pin: string
  readonly validMinutes: number
  /** Where the PIN may be filled in; null while the portal's page has no host of its own. */
  readonly host: string | null
}

/** The other half of a password that is chosen in a recovery: the link went to a mailbox that nobody has proven. */
export const recoveryPin: SmsTemplate<RecoveryPin> = {
  channel: 'sms',
  name: 'recovery-pin',
  version: 1,
  priority: 'code',
  secret: 'pin',
  parse: (params) => ({
    portalName: params.text('portalName'),
    pin: params.code('pin'),
    validMinutes: params.minutes('validMinutes'),
    host: params.optionalHost('host'),
  }),
  variants: spoken({
    je: (p) => [
      `${p.pin} is je pincode om een wachtwoord te kiezen voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${originBound(p)}`,
      `${p.pin} is je pincode voor een nieuw wachtwoord, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
      `${p.pin} is je pincode, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
    ],
    u: (p) => [
      `${p.pin} is uw pincode om een wachtwoord te kiezen voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${originBound(p)}`,
      `${p.pin} is uw pincode voor een nieuw wachtwoord, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
      `${p.pin} is uw pincode, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
    ],
    en: (p) => [
      `${p.pin} is your PIN to choose a password for ${p.portalName}. It is valid for ${p.validMinutes} minutes. Never share it, not even with us.${originBound(p)}`,
      `${p.pin} is your PIN for another password, valid for ${p.validMinutes} minutes. Never share it.${originBound(p)}`,
      `${p.pin} is your PIN, valid for ${p.validMinutes} minutes. Never share it.${originBound(p)}`,
    ],
  }),
}
