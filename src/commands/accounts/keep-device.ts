import type { Tx } from '../../db/client.ts'
import { findDevice, insertDevice, useDevice } from '../../db/devices.ts'
import type { Proof } from '../../domain/accounts/account.ts'
import { mayRemember, rolesKey } from '../../domain/accounts/factor.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { Call } from '../execute.ts'
import type { Entering } from './flow-state.ts'

/** The token is told once, to the browser that was signed in with. */
export type KeptDevice = {
  readonly token: string
  readonly expiresAt: Date
  readonly rememberedUntil: Date | null
}

type Keeping = { readonly call: Call; readonly proof: Proof | null; readonly remembers: boolean }

const dayMinutes = 24 * 60

/**
 * Whoever signed in on a browser is known there from now on; and where they asked for it, after a real second step, it is
 * not asked there again for as long as the portal allows (S002-044). A known one gets another token each time: a copy that
 * was taken or planted before is not trusted along with it.
 */
export async function keepDevice(
  tx: Tx,
  { random }: { readonly random: RandomPort },
  { account, policy, grants }: Entering,
  { call, proof, remembers }: Keeping,
): Promise<KeptDevice> {
  const roles = grants.map(({ role }) => role)
  const days = policy.factors.rememberDays
  const isProven = proof === 'sms' || proof === 'app' || proof === 'key'
  const expiresAt = plusMinutes(tx.now, policy.signIn.knownDeviceDays * dayMinutes)
  const rememberedUntil =
    remembers && isProven && mayRemember(days, roles) ? plusMinutes(tx.now, days * dayMinutes) : null
  const pinned = { rememberedUntil, credentialVersion: account.credentialVersion, roles: rolesKey(roles) }

  const token = random.token()
  const known = call.device === undefined ? undefined : await findDevice(tx, call.device)
  if (known?.accountId === account.id) {
    await useDevice(tx, known.id, { token, expiresAt, ...(rememberedUntil === null ? {} : pinned) })
    return { token, expiresAt, rememberedUntil: rememberedUntil ?? known.rememberedUntil }
  }
  await insertDevice(tx, { ...pinned, token, accountId: account.id, label: call.userAgent ?? '', expiresAt })
  return { token, expiresAt, rememberedUntil }
}
