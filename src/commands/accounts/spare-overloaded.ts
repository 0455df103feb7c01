import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { takeTryBack } from '../../db/throttles.ts'
import type { Call } from '../execute.ts'
import type { Buckets } from './tries.ts'

/**
 * Runs the slow check of a try that was counted. Where the hashing pool is full nothing was checked, so it is no wrong one:
 * a flood that others send must not slow down whoever typed the right password into it.
 */
export async function spareOverloaded<T>(
  deps: { readonly app: Pool },
  { portalId }: Call,
  buckets: Buckets,
  check: () => Promise<T>,
): Promise<T> {
  try {
    return await check()
  } catch (error) {
    if (isOverloaded(error)) await inPortal(deps.app, portalId, (tx) => takeBack(tx, buckets))
    throw error
  }
}

async function takeBack(tx: Tx, { account, shared }: Buckets): Promise<void> {
  for (const { bucket } of [{ bucket: account }, ...shared]) await takeTryBack(tx, bucket)
}

/** Known by its name: this layer sees ports as types only. */
function isOverloaded(error: unknown): boolean {
  return error instanceof Error && error.name === 'Overloaded'
}
