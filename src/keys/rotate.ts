import { setTimeout as pause } from 'node:timers/promises'
import { reseal } from '../commands/portals/reseal.ts'
import { portalIds } from '../db/retention.ts'
import { type SealedKind, sealedKinds } from '../db/sealed.ts'
import { type Counts, none, plus, tellCounts, wordFor } from './counts.ts'
import { type KeysDeps, keyNameOf, type Place, sealedBatches } from './walk.ts'

type Damaged = { readonly portalId: string; readonly kind: SealedKind; readonly id: string }

type Rotation = {
  readonly done: Counts
  /** By the name of a key that the ring does not have. */
  readonly missing: ReadonlyMap<string, Counts>
  readonly damaged: readonly Damaged[]
}

const busyMs = 500
const tellEveryMs = 1_000

/**
 * Seals anew whatever is not under the first key of the ring. Every batch is a transaction of its own and nothing is
 * remembered between them, so it may be killed and run again, or run twice at once, while the application works.
 * Answers 1 where something was left because it could not be opened.
 */
export async function rotateKeys(deps: KeysDeps): Promise<number> {
  const { done, missing, damaged } = await rotateAll(deps)
  deps.tell(`Sealed anew under ${deps.sealing.current}: ${tellCounts(done)}.`)
  for (const [name, counts] of missing)
    deps.tell(`Not opened: ${tellCounts(counts)} under ${name}, which is not in SEALING_KEYS.`)
  for (const { portalId, kind, id } of damaged)
    deps.tell(
      `Not opened: ${wordFor(kind, 1)} ${id} of portal ${portalId}, which was altered or sealed under another key.`,
    )
  return missing.size === 0 && damaged.length === 0 ? 0 : 1
}

async function rotateAll(deps: KeysDeps): Promise<Rotation> {
  let done = none
  const missing = new Map<string, Counts>()
  const damaged: Damaged[] = []
  const progress = tellNowAndThen(deps)
  for (const portalId of await portalIds(deps.app)) {
    for (const kind of sealedKinds) {
      const before = done
      const place = { portalId, kind }
      const rotated = await rotatePlace(deps, place, (count) => progress(plus(before, kind, count)))
      done = plus(before, kind, rotated.done)
      for (const name of rotated.missing) missing.set(name, plus(missing.get(name), kind, 1))
      damaged.push(...rotated.damaged.map((id) => ({ ...place, id })))
    }
  }
  return { done, missing, damaged }
}

type Pass = { done: number; busy: number; readonly missing: string[]; readonly damaged: string[] }

/** What is in somebody's hands is left to the next pass; there is one until a pass met none. */
async function rotatePlace(deps: KeysDeps, place: Place, progress: (done: number) => void): Promise<Pass> {
  for (let done = 0; ; await pause(busyMs)) {
    const earlier = done
    const pass = await passOver(deps, place, (count) => progress(earlier + count))
    done += pass.done
    if (pass.busy === 0) return { ...pass, done }
  }
}

async function passOver(deps: KeysDeps, place: Place, progress: (done: number) => void): Promise<Pass> {
  const pass: Pass = { done: 0, busy: 0, missing: [], damaged: [] }
  for await (const page of sealedBatches(deps, place)) {
    const others = page
      .map((row) => ({ id: row.id, key: keyNameOf(deps, row) }))
      .filter(({ key }) => key !== deps.sealing.current)
    const ids = others.filter(({ key }) => deps.ring.includes(key)).map(({ id }) => id)
    pass.missing.push(...others.filter(({ key }) => !deps.ring.includes(key)).map(({ key }) => key))
    if (ids.length === 0) continue
    const { done, busy, damaged } = await reseal(deps, { ...place, ids })
    pass.done += done
    pass.busy += busy
    pass.damaged.push(...damaged)
    progress(pass.done)
  }
  return pass
}

function tellNowAndThen({ tell, sealing }: KeysDeps): (done: Counts) => void {
  let toldAt = Date.now()
  return (done) => {
    if (Date.now() - toldAt < tellEveryMs) return
    toldAt = Date.now()
    tell(`Sealed anew under ${sealing.current} so far: ${tellCounts(done)}.`)
  }
}
