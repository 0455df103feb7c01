import type { Role } from '../../domain/accounts/account.ts'
import type { Payment, Phase, Reservation } from '../../domain/documents/payroll-figures.ts'
import type { Form, Language, OrganisationKind, ServiceDesk } from '../../domain/portals/portal.ts'

export type DemoOrganisation = {
  readonly name: string
  readonly kind: OrganisationKind
  readonly kvkNumber?: string
  readonly mailDomains?: readonly string[]
  readonly serviceDesk: ServiceDesk
}

/** Somebody who got in before the demo began: active, with the demo password. */
export type DemoAccount = {
  readonly name: string
  readonly identifier: string
  readonly email: string
  readonly mobile?: string
  readonly dateOfBirth?: string
  readonly role: Role
  /** Set up already; where it is left out, the portal's policy decides what signing in asks for. */
  readonly secondStep?: 'app' | 'sms'
  /** Null: throughout the portal. */
  readonly organisation: string | null
  /** HR said so many days ago that their last day is so many days from today, or before it. */
  readonly leaves?: { readonly saidDaysAgo: number; readonly lastDayInDays: number }
}

/** Somebody HR invited this many days ago, so that every phase of an activation can be looked at. */
export type DemoInvitation = {
  readonly reference: string
  readonly organisation: string
  readonly daysAgo: number
  readonly name: string
  readonly email: string
  readonly username?: string
  readonly mobile?: string
  readonly dateOfBirth?: string
  /** First working day, in days from today. */
  readonly startsInDays?: number
  readonly role?: Role
}

/** By payroll of the portal's first organisation, of the account that goes by this identifier. */
export type DemoFigure<F> = { readonly reference: string; readonly of: string; readonly figure: F }

export type DemoFigures = {
  readonly payments: readonly DemoFigure<Payment>[]
  readonly reservations: readonly DemoFigure<Reservation>[]
  readonly phases: readonly DemoFigure<Phase>[]
}

export type DemoPortal = {
  readonly slug: string
  readonly name: string
  /** Whose promises this portal keeps, for the start page. */
  readonly about: string
  readonly languages: readonly Language[]
  readonly form: Form
  readonly identifier: 'email' | 'username'
  readonly usernameSuffix: string | null
  readonly mailFrom: string
  readonly smsFrom: string
  /** A policy document; what it leaves out has the default. */
  readonly policy: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly organisations: readonly DemoOrganisation[]
  readonly accounts: readonly DemoAccount[]
  readonly invitations: readonly DemoInvitation[]
  /** What payroll published before the demo began. */
  readonly figures?: DemoFigures
  /** Whether those who work somewhere have payslips and an annual statement already. */
  readonly withDocuments?: true
}

/** The password of every demo account. It keeps the rules of all five portals. */
export const demoPassword = 'Zeven-Groene-Fietsen-12'

export const officeHours = { nl: 'elke werkdag 9.00–17.00 uur', en: 'every working day 9:00–17:00' }

export function demoHost(portal: Pick<DemoPortal, 'slug'>): string {
  return `${portal.slug}.localhost`
}
