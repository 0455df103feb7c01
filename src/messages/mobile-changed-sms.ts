import { type SmsTemplate, spoken } from './template.ts'

export type MobileChangedSms = {
  readonly portalName: string
  readonly deskPhone: string
}

/** To the number that was replaced: whoever still holds it may be the only one to notice. */
export const mobileChangedSms: SmsTemplate<MobileChangedSms> = {
  channel: 'sms',
  name: 'mobile-changed-sms',
  version: 1,
  priority: 'act',
  secret: null,
  parse: (params) => ({ portalName: params.text('portalName'), deskPhone: params.text('deskPhone') }),
  variants: spoken({
    je: (p) => [
      `Bij je account voor ${p.portalName} staat nu een ander mobiel nummer. Was jij dit niet? Bel dan meteen de servicedesk: ${p.deskPhone}`,
      `Bij je account staat nu een ander mobiel nummer. Was jij dit niet? Bel meteen: ${p.deskPhone}`,
    ],
    u: (p) => [
      `Bij uw account voor ${p.portalName} staat nu een ander mobiel nummer. Was u dit niet? Bel dan meteen de servicedesk: ${p.deskPhone}`,
      `Bij uw account staat nu een ander mobiel nummer. Was u dit niet? Bel meteen: ${p.deskPhone}`,
    ],
    en: (p) => [
      `Your account for ${p.portalName} now has another mobile number. Was this not you? Call the service desk at once: ${p.deskPhone}`,
      `Your account now has another mobile number. Was this not you? Call at once: ${p.deskPhone}`,
    ],
  }),
}
