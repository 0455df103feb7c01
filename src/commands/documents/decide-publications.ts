import type { Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import { claimDocuments, lockPublished } from '../../db/publications.ts'
import { judgePublication, type Verdict } from '../../domain/documents/publication.ts'
import type { Decided, Meant } from './publication-setting.ts'

const rounds = 4

type Pending = { readonly organisationId: string; readonly pending: readonly Meant[] }
type Judged = Meant & { readonly verdict: Verdict }

/**
 * Decides every item under the locks of the documents that exist, and makes those that do not. Whoever finds that somebody
 * else has just made one looks at it again, as a document that exists.
 */
export async function decidePublications(tx: Tx, { organisationId, pending }: Pending): Promise<readonly Decided[]> {
  const decided: Decided[] = []
  let left = pending
  for (let round = 1; left.length > 0; round++) {
    if (round > rounds) throw new Error('documents appear and vanish faster than they can be looked at')
    const judged = await judge(tx, { organisationId, pending: left })
    decided.push(...judged.flatMap(({ verdict, ...item }) => (verdict.kind === 'new' ? [] : [{ ...item, verdict }])))
    decided.push(...(await claim(tx, organisationId, judged)))
    const settled = new Set(decided.map(({ index }) => index))
    left = left.filter(({ index }) => !settled.has(index))
  }
  return decided
}

async function judge(tx: Tx, { organisationId, pending }: Pending): Promise<readonly Judged[]> {
  const references = pending.flatMap(({ publication }) => publication.externalReference ?? [])
  const known = await lockPublished(tx, { organisationId, references })
  return pending.map((item) => {
    const { publication, to, file } = item
    const there = known.get(publication.externalReference ?? '')
    return { ...item, verdict: judgePublication({ publication, personId: to.personId, file }, there) }
  })
}

async function claim(tx: Tx, organisationId: string, judged: readonly Judged[]): Promise<readonly Decided[]> {
  const fresh = judged.filter(({ verdict }) => verdict.kind === 'new')
  if (fresh.length === 0) return []
  const ids = await mintIds(tx, fresh.length)
  const made = fresh.map(({ verdict: _, ...item }, n) => ({ ...item, documentId: ids[n] ?? '' }))
  const claimed = await claimDocuments(
    tx,
    organisationId,
    made.map(({ documentId: id, to: { personId }, publication: { kind, externalReference } }) => ({
      id,
      personId,
      kind,
      externalReference,
      isShared: false,
    })),
  )
  return made
    .filter(({ documentId }) => claimed.has(documentId))
    .map(({ documentId, ...item }) => ({ ...item, verdict: { kind: 'new', documentId } }))
}
