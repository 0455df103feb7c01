import type { Tx } from '../../db/client.ts'
import { endOldestDevices, findDevice, hasKnownDevice, insertDevice, useDevice } from '../../db/devices.ts'
import { wasToldSince } from '../../db/messages.ts'
import type { Proof } from '../../domain/accounts/account.ts'
import { mayRemember, rolesKey } from '../../domain/accounts/factor.ts'
import { localDate, plusMinutes } from '../../domain/time.ts'
import { signedInElsewhere } from '../../messages/signed-in-elsewhere.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { Call } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import type { Entering } from './flow-state.ts'

/** The token is told once, to the browser that was signed in with. */
export type KeptDevice = {
  readonly token: string
  readonly expiresAt: Date
  readonly rememberedUntil: Date | null
}

type KeepDeps = { readonly random: RandomPort; readonly sealing: SealingPort }

type Keeping = { readonly call: Call; readonly proof: Proof | null; readonly remembers: boolean }

const dayMinutes = 24 * 60
const mostDevices = 20

/**
 * Whoever signed in on a browser is known there from now on; and where they asked for it, after a real second step, it is
 * not asked there again for as long as the portal allows (S002-044). A known one gets another token each time: a copy that
 * was taken or planted before is not trusted along with it.
 */
export async function keepDevice(
  tx: Tx,
  deps: KeepDeps,
  entering: Entering,
  { call, proof, remembers }: Keeping,
): Promise<KeptDevice> {
  const { account, policy, grants } = entering
  const roles = grants.map(({ role }) => role)
  const days = policy.factors.rememberDays
  const isProven = proof === 'sms' || proof === 'app' || proof === 'key'
  const expiresAt = plusMinutes(tx.now, policy.signIn.knownDeviceDays * dayMinutes)
  const rememberedUntil =
    remembers && isProven && mayRemember(days, roles) ? plusMinutes(tx.now, days * dayMinutes) : null
  const pinned = { rememberedUntil, credentialVersion: account.credentialVersion, roles: rolesKey(grants) }

  const token = deps.random.token()
  const known = call.device === undefined ? undefined : await findDevice(tx, call.device)
  if (known?.accountId === account.id) {
    await useDevice(tx, known.id, { token, expiresAt, ...(rememberedUntil === null ? {} : pinned) })
    return { token, expiresAt, rememberedUntil: rememberedUntil ?? known.rememberedUntil }
  }
  await tellSignedInElsewhere(tx, deps, entering)
  await insertDevice(tx, { ...pinned, token, accountId: account.id, label: call.userAgent ?? '', expiresAt })
  await endOldestDevices(tx, account.id, mostDevices)
  return { token, expiresAt, rememberedUntil }
}

/** Once a day at most, and not at the very first sign-in: whoever did not do this must hear of it (ASVS 6.3.5). */
async function tellSignedInElsewhere(tx: Tx, deps: KeepDeps, { account, person }: Entering): Promise<void> {
  if (!(await hasKnownDevice(tx, account.id))) return
  const since = plusMinutes(tx.now, -dayMinutes)
  if (await wasToldSince(tx, person.id, { template: signedInElsewhere.name, since })) return
  await tellAccount(tx, deps, { account, person }, ({ portal }) => ({
    template: signedInElsewhere,
    params: { at: tx.now, signInUrl: signInUrl(portal) },
    key: `signed-in-elsewhere/${localDate(tx.now)}`,
  }))
}
