import type { Language } from '../portals/portal.ts'
import type { GrantEnd, GrantReason, Role } from './account.ts'

type InBoth = Readonly<Record<Language, string>>

/** What a right is called by: its place in two cases, and how what is the person’s own is named. */
export type Named = { readonly of: string; readonly at: string; readonly own: string }

type Phrase = (named: Named) => string

/** What a role gives, after the word “toegang” or “access”. */
export const accessOfRole: Readonly<Record<Role, Readonly<Record<Language, Phrase>>>> = {
  EMPLOYEE: { nl: ({ of }) => `als medewerker ${of}`, en: ({ of }) => `as an employee ${of}` },
  EX_EMPLOYEE: {
    nl: ({ at, own }) => `tot ${own} loonstroken en jaaropgaven ${at}`,
    en: ({ at, own }) => `to ${own} payslips and annual statements ${at}`,
  },
  APPROVER: { nl: ({ at }) => `om uren goed te keuren ${at}`, en: ({ at }) => `to approve hours ${at}` },
  HR: { nl: ({ of }) => `als HR ${of}`, en: ({ of }) => `as HR ${of}` },
  SERVICE_DESK: { nl: ({ of }) => `als servicedesk ${of}`, en: ({ of }) => `as the service desk ${of}` },
  ADMIN: { nl: ({ of }) => `als beheerder ${of}`, en: ({ of }) => `as administrator ${of}` },
  OPERATOR: { nl: ({ of }) => `als operator ${of}`, en: ({ of }) => `as operator ${of}` },
}

/** Why a right was given, after a comma. Of a leaver the last day is told where it is known. */
export const reasonTexts: Readonly<Record<GrantReason, InBoth>> = {
  invitation: { nl: 'op uitnodiging', en: 'by invitation' },
  installation: { nl: 'vanaf de inrichting van het portaal', en: 'since the portal was set up' },
  leaving: { nl: 'vanwege eerder werk daar', en: 'because of earlier work there' },
  rehire: { nl: 'omdat het werk daar opnieuw begon', en: 'because the work there began again' },
  'leaving-withdrawn': { nl: 'omdat het vertrek niet doorging', en: 'because the leaving was called off' },
  'demo data': { nl: 'als voorbeeld', en: 'as an example' },
}

export const workUntil: Readonly<Record<Language, (day: string) => string>> = {
  nl: (day) => `vanwege het werk daar tot en met ${day}`,
  en: (day) => `because of the work there up to and including ${day}`,
}

/** Why a right ends or ended, after a comma: true before and after. */
export const endTexts: Readonly<Record<GrantEnd, InBoth>> = {
  WITHDRAWN: { nl: 'vanwege het intrekken van de uitnodiging', en: 'because the invitation was withdrawn' },
  EXPIRED: { nl: 'vanwege het verlopen van de uitnodiging', en: 'because the invitation expired' },
  LEFT: { nl: 'vanwege het einde van het werk daar', en: 'because of the end of the work there' },
  BLOCKED: { nl: 'vanwege een blokkering door HR', en: 'because of a block by HR' },
  DECEASED: { nl: 'vanwege overlijden', en: 'because of a death' },
  REHIRED: { nl: 'vanwege een nieuw begin van het werk daar', en: 'because of a new start of the work there' },
  CLOSED: { nl: 'vanwege het einde van de termijn na vertrek', en: 'because of the end of the time after leaving' },
  ENDED: { nl: 'vanwege een besluit van HR', en: 'because of a decision by HR' },
}
