import type { ServiceDesk } from '../domain/portals/portal.ts'
import type { Params } from './params.ts'

/** What every mail knows: who speaks, to whom, and whom to call. */
export type Common = {
  readonly portalName: string
  /** Null where it goes to a desk rather than to a person. */
  readonly recipientName: string | null
  readonly organisationName: string
  readonly serviceDesk: ServiceDesk
}

export function readCommon(params: Params): Common {
  return {
    portalName: params.text('portalName'),
    recipientName: params.optionalText('recipientName'),
    organisationName: params.text('organisationName'),
    serviceDesk: readServiceDesk(params.within('serviceDesk')),
  }
}

function readServiceDesk(desk: Params): ServiceDesk {
  const menuHint = { nl: desk.within('menuHint').optionalText('nl'), en: desk.within('menuHint').optionalText('en') }
  return {
    name: desk.text('name'),
    mail: desk.text('mail'),
    phone: desk.text('phone'),
    hours: { nl: desk.within('hours').text('nl'), en: desk.within('hours').text('en') },
    ...(menuHint.nl === null || menuHint.en === null ? {} : { menuHint: { nl: menuHint.nl, en: menuHint.en } }),
  }
}
