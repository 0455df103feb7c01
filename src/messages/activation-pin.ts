import { originBound } from './origin-bound.ts'
import { type SmsTemplate, spoken } from './template.ts'

export type ActivationPin = {
  readonly portalName: string
  readonly pin: string
  readonly validMinutes: number
  /** Where the PIN may be filled in; null while the portal's page has no host of its own. */
  readonly host: string | null
}

/** The PIN that proves the number on file (S002-020…022). */
export const activationPin: SmsTemplate<ActivationPin> = {
  channel: 'sms',
  name: 'activation-pin',
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
      `${p.pin} is je pincode voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${originBound(p)}`,
      `${p.pin} is je pincode, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
    ],
    u: (p) => [
      `${p.pin} is uw pincode voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${originBound(p)}`,
      `${p.pin} is uw pincode, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
    ],
    en: (p) => [
      `${p.pin} is your PIN for ${p.portalName}. It is valid for ${p.validMinutes} minutes. Never share it, not even with us.${originBound(p)}`,
      `${p.pin} is your PIN, valid for ${p.validMinutes} minutes. Never share it.${originBound(p)}`,
    ],
  }),
}
