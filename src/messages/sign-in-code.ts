import { originBound } from './origin-bound.ts'
import { type SmsTemplate, spoken } from './template.ts'

export type SignInCode = {
  readonly portalName: string
  readonly pin: string
  readonly validMinutes: number
  /** Where the code may be filled in; null while the portal's page has no host of its own. */
  readonly host: string | null
}

/** The second step of one sign-in (S001-035…036). */
export const signInCode: SmsTemplate<SignInCode> = {
  channel: 'sms',
  name: 'sign-in-code',
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
      `${p.pin} is je inlogcode voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${originBound(p)}`,
      `${p.pin} is je inlogcode, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
    ],
    u: (p) => [
      `${p.pin} is uw inlogcode voor ${p.portalName}. Hij is ${p.validMinutes} minuten geldig. Geef hem aan niemand, ook niet aan ons.${originBound(p)}`,
      `${p.pin} is uw inlogcode, ${p.validMinutes} minuten geldig. Geef hem aan niemand.${originBound(p)}`,
    ],
    en: (p) => [
      `${p.pin} is your sign-in code for ${p.portalName}. It is valid for ${p.validMinutes} minutes. Never share it, not even with us.${originBound(p)}`,
      `${p.pin} is your sign-in code, valid for ${p.validMinutes} minutes. Never share it.${originBound(p)}`,
    ],
  }),
}
