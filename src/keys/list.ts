import { portalIds } from '../db/retention.ts'
import { sealedKinds } from '../db/sealed.ts'
import { type Counts, none, plus, tellCounts } from './counts.ts'
import { type KeysDeps, keyNameOf, sealedBatches } from './walk.ts'

/** What is sealed under which key. Answers 1 where something is sealed under a key that is not in the ring. */
export async function listKeys(deps: KeysDeps): Promise<number> {
  const found = await countByKey(deps)
  for (const name of deps.ring) {
    const counts = found.get(name) ?? none
    deps.tell(`${name}: ${tellCounts(counts)}${name === deps.sealing.current ? ' (seals)' : ''}`)
  }
  const missing = [...found].filter(([name]) => !deps.ring.includes(name))
  for (const [name, counts] of missing) deps.tell(`${name}: ${tellCounts(counts)} (not in SEALING_KEYS)`)
  return missing.length === 0 ? 0 : 1
}

async function countByKey(deps: KeysDeps): Promise<ReadonlyMap<string, Counts>> {
  const found = new Map<string, Counts>()
  for (const portalId of await portalIds(deps.app)) {
    for (const kind of sealedKinds) {
      for await (const page of sealedBatches(deps, { portalId, kind })) {
        for (const row of page) {
          const name = keyNameOf(deps, row)
          found.set(name, plus(found.get(name), kind, 1))
        }
      }
    }
  }
  return found
}
