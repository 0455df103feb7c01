import type { Grant, Role } from './account.ts'

/** In the order in which a portal without a wish of its own offers them: the strongest first. */
export const factorKinds = ['key', 'app', 'sms'] as const

export type FactorKind = (typeof factorKinds)[number]

/** pending → active → removed. Whoever sets one up proves it first; a pending one expires. */
export type FactorStatus = 'pending' | 'active' | 'removed'

/** Why a factor is no more. */
export type FactorEnd = 'REMOVED' | 'REPLACED' | 'LOST'

/** Whose device it is on: what is the employer's stays behind when somebody leaves. */
export type FactorOwner = 'own' | 'work'

/** Null where nobody says. */
export function ownerOfDevice(isOwnDevice: boolean | null | undefined): FactorOwner | null {
  if (isOwnDevice === null || isOwnDevice === undefined) return null
  return isOwnDevice ? 'own' : 'work'
}

/** An app's secret opens in the row of its own factor and in no other. Whoever seals and whoever opens ask here. */
export function factorContext(factorId: string): string {
  return `factor/${factorId}`
}

/** The roles that reach other people's data. */
export const elevatedRoles: readonly Role[] = ['ADMIN', 'HR', 'SERVICE_DESK', 'OPERATOR', 'APPROVER']

/** Those for whom no device is remembered, however much they ask (design, security baseline). */
const unremembered: readonly Role[] = [...elevatedRoles, 'EX_EMPLOYEE']

export function isElevated(roles: readonly Role[]): boolean {
  return roles.some((role) => elevatedRoles.includes(role))
}

export type DeviceFacts = {
  readonly expiresAt: Date
  readonly rememberedUntil: Date | null
  readonly credentialVersion: number
  readonly roles: readonly string[]
  readonly endedAt: Date | null
}

/** What a device is held against, each time it is shown. */
export type DeviceOwner = { readonly credentialVersion: number; readonly grants: readonly Place[] }

type Place = Pick<Grant, 'role' | 'organisationId'>

/** Whether somebody may ask that a browser be remembered. */
export function mayRemember(days: number, roles: readonly Role[]): boolean {
  return days > 0 && !roles.some((role) => unremembered.includes(role))
}

/** A remembered device counts only while credentials and roles are what they were when it was remembered. */
export function isRemembered(device: DeviceFacts, owner: DeviceOwner, now: Date): boolean {
  return (
    device.endedAt === null &&
    device.rememberedUntil !== null &&
    now < device.rememberedUntil &&
    device.credentialVersion === owner.credentialVersion &&
    !owner.grants.some(({ role }) => unremembered.includes(role)) &&
    rolesKey(owner.grants).join() === device.roles.join()
  )
}

/** Roles in one order, each with its organisation: the same one elsewhere is another. */
export function rolesKey(grants: readonly Place[]): readonly string[] {
  return grants.map(({ role, organisationId }) => `${role}@${organisationId ?? ''}`).sort()
}
