import { originBound } from './origin-bound.ts'
import { type SmsTemplate, spoken } from './template.ts'

export type NumberCode = {
  readonly portalName: string
  readonly pin: string
  readonly validMinutes: number
  /** Where the code may be filled in; null while the portal's page has no host of its own. */
  readonly host: string | null
}

/** Proves that a number is in the hands of the one who gave it (S001-034). */
export const numberCode: SmsTemplate<NumberCode> = {
  channel: 'sms',
  name: 'number-code',
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
      `${p.pin} is je code om dit nummer te bevestigen voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${originBound(p)}`,
      `${p.pin} is je code om dit nummer te bevestigen, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
    ],
    u: (p) => [
      `${p.pin} is uw code om dit nummer te bevestigen voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${originBound(p)}`,
      `${p.pin} is uw code om dit nummer te bevestigen, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
    ],
    en: (p) => [
      `${p.pin} is your code to confirm this number for ${p.portalName}. It is valid for ${p.validMinutes} minutes. Never share it, not even with us.${originBound(p)}`,
      `${p.pin} is your code to confirm this number, valid for ${p.validMinutes} minutes. Never share it.${originBound(p)}`,
    ],
  }),
}
