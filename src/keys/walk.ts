import { type Pool, reading } from '../db/client.ts'
import { type SealedKind, type SealedRow, sealedPage } from '../db/sealed.ts'
import type { SealingPort } from '../providers/sealing/port.ts'

export type KeysDeps = {
  readonly app: Pool
  readonly sealing: SealingPort
  /** The names of the ring's keys, the one that seals first. */
  readonly ring: readonly string[]
  readonly tell: (line: string) => void
}

export type Place = { readonly portalId: string; readonly kind: SealedKind }

const batch = 100

/** Everything sealed of one kind in one portal, in batches: each is read in a short transaction of its own. */
export async function* sealedBatches({ app }: Pick<KeysDeps, 'app'>, { portalId, kind }: Place) {
  let after: string | null = null
  for (;;) {
    const page: readonly SealedRow[] = await reading(app, portalId, (tx) =>
      sealedPage(tx, kind, { after, limit: batch }),
    )
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last.id
  }
}

/** A key's name, or what stands for one in a value that was altered: no part of a value is ever printed. */
export function keyNameOf({ sealing }: Pick<KeysDeps, 'sealing'>, { sealed }: SealedRow): string {
  const name = sealing.keyOf(sealed)
  return /^[a-z0-9]{1,16}$/.test(name) ? name : '(unreadable)'
}
