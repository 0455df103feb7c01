import type { Pool } from '../../db/client.ts'
import { lockSealed, putSealed, type SealedKind, type SealedRow } from '../../db/sealed.ts'
import { factorContext } from '../../domain/accounts/factor.ts'
import { inquiryContext } from '../../domain/accounts/inquiry-context.ts'
import { sealingContext } from '../../messages/sealing-context.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { execute } from '../execute.ts'

export type ResealDeps = { readonly app: Pool; readonly sealing: SealingPort }

export type Batch = { readonly portalId: string; readonly kind: SealedKind; readonly ids: readonly string[] }

export type Resealed = {
  readonly done: number
  /** In somebody's hands at this moment, or gone since. */
  readonly busy: number
  /** Ids of rows whose value their key does not open. They are left as they are. */
  readonly damaged: readonly string[]
}

const contextOf: Readonly<Record<SealedKind, (id: string) => string>> = {
  factors: factorContext,
  messages: sealingContext,
  inquiries: inquiryContext,
}

/**
 * Seals a few values anew under the first key of the ring. Safe to repeat: what is under that key by now, because somebody
 * else was quicker, is passed over. A value is read and written under its row's lock, so that a removal or a wipe meanwhile is never undone.
 */
export async function reseal(deps: ResealDeps, { portalId, kind, ids }: Batch): Promise<Resealed> {
  const call = { actor: { kind: 'installation' }, portalId, correlationId: 'keys' } as const
  return execute(deps, call, 'keysRotate', async (tx) => {
    const rows = await lockSealed(tx, kind, ids)
    const older = rows.filter(({ sealed }) => deps.sealing.keyOf(sealed) !== deps.sealing.current)
    const anew = older.map((row) => ({ id: row.id, sealed: sealAnew(deps, kind, row) }))
    const opened = anew.flatMap(({ id, sealed }) => (sealed === undefined ? [] : [{ id, sealed }]))
    await putSealed(tx, kind, opened)
    const damaged = anew.flatMap(({ id, sealed }) => (sealed === undefined ? [id] : []))
    return { value: { done: opened.length, busy: ids.length - rows.length, damaged } }
  })
}

function sealAnew({ sealing }: ResealDeps, kind: SealedKind, { sealedFor, sealed }: SealedRow): Buffer | undefined {
  const context = contextOf[kind](sealedFor)
  const plain = opened(sealing, sealed, context)
  return plain === undefined ? undefined : sealing.seal(plain, context)
}

/** One value that does not open must not keep the others under a key that has to go. */
function opened(sealing: SealingPort, sealed: Buffer, context: string): string | undefined {
  try {
    return sealing.open(sealed, context)
  } catch {
    return undefined
  }
}
