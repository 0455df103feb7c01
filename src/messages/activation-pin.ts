import { type SmsTemplate, spoken } from './template.ts'

export type ActivationPin = {
  readonly portalName: string
  readonly pin: string
  readonly validMinutes: number
  /** Where the PIN may be filled in; null while the portal's page has no host of its own. */
  readonly host: string | null
}

/**
 * The PIN that proves the number on file (S002-020…022). Its last line is the WebOTP form, by which a phone offers the
 * PIN on the portal's own page and on no other.
 */
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
      `${p.pin} is je pincode voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${bound(p)}`,
      `${p.pin} is je pincode, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${bound(p)}`,
    ],
    u: (p) => [
      `${p.pin} is uw pincode voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${bound(p)}`,
      `${p.pin} is uw pincode, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${bound(p)}`,
    ],
    en: (p) => [
      `${p.pin} is your PIN for ${p.portalName}. It is valid for ${p.validMinutes} minutes. Never share it, not even with us.${bound(p)}`,
      `${p.pin} is your PIN, valid for ${p.validMinutes} minutes. Never share it.${bound(p)}`,
    ],
  }),
}

function bound({ host, pin }: ActivationPin): string {
  return host === null ? '' : `\n\n@${host} #${pin}`
}
