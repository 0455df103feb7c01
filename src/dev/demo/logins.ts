import type { Role } from '../../domain/accounts/account.ts'
import { type DemoAccount, type DemoPortal, demoHost, demoPassword } from './portal-data.ts'
import { demoPortals } from './portals.ts'
import { demoKey } from './service-key.ts'

export type DemoLogin = {
  readonly name: string
  readonly role: Role
  readonly organisation: string | null
  readonly identifier: string
  readonly password: string
  readonly secondStep: 'app' | 'sms' | null
  /** Of whoever leaves when the demo begins. */
  readonly leaving: 'SOON' | 'GONE' | null
}

export type DemoPlace = Pick<DemoPortal, 'slug' | 'name' | 'about' | 'identifier'> & {
  readonly host: string
  readonly serviceKey: string | null
  readonly logins: readonly DemoLogin[]
}

/** What a newcomer needs to get in, for the start page and for the lines that npm start prints. */
export const demoPlaces: readonly DemoPlace[] = demoPortals.map((portal) => ({
  slug: portal.slug,
  name: portal.name,
  about: portal.about,
  identifier: portal.identifier,
  host: demoHost(portal),
  serviceKey: demoKey(portal),
  logins: portal.accounts.map(({ name, role, organisation, identifier, secondStep = null, leaves }) => ({
    name,
    role,
    organisation,
    identifier,
    password: demoPassword,
    secondStep,
    leaving: leavingOf(leaves),
  })),
}))

function leavingOf(leaves: DemoAccount['leaves']): DemoLogin['leaving'] {
  if (leaves === undefined) return null
  return leaves.lastDayInDays < 0 ? 'GONE' : 'SOON'
}
