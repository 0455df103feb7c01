import type { Tx } from '../../db/client.ts'
import { lockRepeated, type NewBatchItem, putBatchItems } from '../../db/document-batch-items.ts'
import { findHushed } from '../../db/hushed-documents.ts'
import { outcomeFor } from '../../domain/documents/batch.ts'
import type { PublicationItem } from '../../domain/documents/publication.ts'
import { parseLine } from '../../domain/text.ts'
import type { PublicationResult } from './publication-setting.ts'
import type { PublishedItems } from './publish-items.ts'

const longestReference = 200

/** What is kept of each item. One without a readable reference has no name to be kept by: its caller alone is told. */
export function batchItems(
  items: readonly PublicationItem[],
  { results, decided }: PublishedItems,
): readonly NewBatchItem[] {
  const people = new Map(decided.map(({ index, to }) => [index, to.personId]))
  const rows = new Map<string, NewBatchItem>()
  for (const [index, result] of results.entries()) {
    const externalReference = parseLine(items[index]?.externalReference ?? '', longestReference)
    // Of two alike in one call at most one is taken, and a refusal of the other does not hide it.
    if (externalReference === null || (result.outcome === 'REFUSED' && rows.has(externalReference))) continue
    rows.set(externalReference, { externalReference, ...kept(result, people.get(index) ?? null) })
  }
  return [...rows.values()]
}

/** What an earlier batch brought and told nobody of, withdrawn as it was, is told with this one. */
export async function asNews(tx: Tx, rows: readonly NewBatchItem[]): Promise<readonly NewBatchItem[]> {
  const there = rows.filter(({ outcome }) => outcome === 'REPEATED' || outcome === 'CORRECTED')
  const hushed = await findHushed(
    tx,
    there.flatMap(({ documentId }) => documentId ?? []),
  )
  return rows.map((row) => ({ ...row, outcome: outcomeFor(row.outcome, hushed.get(row.documentId ?? '')) }))
}

/** Once more when the batch closes: the other one may have been withdrawn while this one was added to. */
export async function renewItems(tx: Tx, journeyId: string): Promise<void> {
  const there = await lockRepeated(tx, journeyId)
  const rows = await asNews(tx, there)
  await putBatchItems(
    tx,
    journeyId,
    rows.filter(({ outcome }, index) => outcome !== there[index]?.outcome),
  )
}

function kept(result: PublicationResult, personId: string | null): Omit<NewBatchItem, 'externalReference'> {
  const { outcome } = result
  if (outcome !== 'REFUSED') {
    const { documentId, version } = result
    return { outcome, problemPath: null, problemCode: null, documentId, version, personId }
  }
  const [problem] = result.problems
  return {
    outcome,
    problemPath: problem?.path ?? null,
    problemCode: problem?.code ?? null,
    documentId: null,
    version: null,
    personId: null,
  }
}
