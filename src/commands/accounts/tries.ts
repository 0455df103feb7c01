import type { Tx } from '../../db/client.ts'
import { type DeviceRow, findDevice } from '../../db/devices.ts'
import { countTry, forgetTries, takeTryBack } from '../../db/throttles.ts'
import { accountBackOff, addressBackOff, everywhereBackOff, networkOf } from '../../domain/accounts/throttle.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Refusal, refuse } from '../execute.ts'

type Deps = { readonly sealing: Pick<SealingPort, 'blind'> }

/** What a try is counted in, as keyed digests: the table tells nobody who tried to sign in from where. */
export type Buckets = { readonly account: Buffer; readonly shared: readonly Shared[] }

type Shared = { readonly bucket: Buffer; readonly backOff: readonly number[] }

/** The browser somebody signed in with before, when it is this account's. */
export type KnownDevice = DeviceRow

/** The browser that asks, when anybody signed in with it before. Looked for alike, whoever is meant. */
export async function knownDevice(tx: Tx, { device }: Call): Promise<KnownDevice | undefined> {
  return device === undefined ? undefined : findDevice(tx, device)
}

/**
 * A try at a password: of one identifier from one network, and of that network whoever it tries. A browser its owner signed
 * in with before answers for itself alone, so that nobody else can slow it down.
 */
export function passwordBuckets(
  { sealing }: Deps,
  { portalId, origin = '' }: Call,
  { identifier, device }: { identifier: string; device: KnownDevice | undefined },
): Buckets {
  const name = identifier.trim().toLowerCase().slice(0, 300)
  if (device !== undefined) {
    return { account: sealing.blind(JSON.stringify(['sign-in', portalId, name, 'device', device.id])), shared: [] }
  }
  const network = networkOf(origin)
  return {
    account: sealing.blind(JSON.stringify(['sign-in', portalId, name, network])),
    shared: [{ bucket: sealing.blind(JSON.stringify(['sign-in', portalId, network])), backOff: addressBackOff }],
  }
}

/**
 * A try at a second step, by whoever gave the right password: of this account from this network, and of this account from
 * anywhere, because many networks together could guess six digits. A known browser is spared the latter.
 */
export function proofBuckets(
  { sealing }: Deps,
  { portalId, origin = '' }: Call,
  { accountId, device }: { accountId: string; device: KnownDevice | undefined },
): Buckets {
  if (device?.accountId === accountId) {
    return { account: sealing.blind(JSON.stringify(['proof', portalId, accountId, 'device', device.id])), shared: [] }
  }
  return {
    account: sealing.blind(JSON.stringify(['proof', portalId, accountId, networkOf(origin)])),
    shared: [{ bucket: sealing.blind(JSON.stringify(['proof', portalId, accountId])), backOff: everywhereBackOff }],
  }
}

/** How many tries there were, this one included: where it was counted for itself, and in what it shares with others. */
export type CountedTries = { readonly failures: number; readonly together: number }

/** Counts a try before it is checked. A refusal when it comes too early by any count, and then it is in none of them. */
export async function countIn(tx: Tx, { account, shared }: Buckets): Promise<Refusal | CountedTries> {
  const own = await countTry(tx, account, accountBackOff)
  if (own.closedUntil !== null) return refuse('TOO_MANY_ATTEMPTS', { retryAt: own.closedUntil })
  let together = 0
  const counted = [account]
  for (const { bucket, backOff } of shared) {
    const { closedUntil, failures } = await countTry(tx, bucket, backOff)
    if (closedUntil !== null) {
      for (const one of counted) await takeTryBack(tx, one)
      return refuse('TOO_MANY_ATTEMPTS', { retryAt: closedUntil })
    }
    counted.push(bucket)
    together = Math.max(together, failures)
  }
  return { failures: own.failures, together }
}

/** The right one clears what its owner mistyped; what is shared answers for failures only. */
export async function forgetIn(tx: Tx, { account, shared }: Buckets): Promise<void> {
  await forgetTries(tx, account)
  for (const { bucket } of shared) await takeTryBack(tx, bucket)
}
