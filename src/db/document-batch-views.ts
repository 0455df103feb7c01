import { type SQL, sql } from 'drizzle-orm'
import type { Code } from '../domain/codes.ts'
import type { BatchItemOutcome, Untold } from '../domain/documents/batch.ts'
import { type DocumentKind, documentKinds, isHealthData } from '../domain/documents/document.ts'
import { planKey } from '../domain/journeys/journey.ts'
import type { MessageStatus } from '../domain/journeys/message.ts'
import type { Tx } from './client.ts'
import { isOpened } from './document-batch-items.ts'
import { keySet, type Page } from './page.ts'

export type BatchItemView = {
  readonly externalReference: string
  readonly outcome: BatchItemOutcome
  readonly problemPath: string | null
  readonly problemCode: Code | null
  readonly documentId: string | null
  readonly kind: DocumentKind | null
  readonly personId: string | null
  readonly toldAt: string | null
  readonly untold: Untold | null
  readonly isOpened: boolean
  /** Of the mail its person was told by. */
  readonly mailStatus: MessageStatus | null
}

export type BatchItemFilter = {
  readonly outcome?: BatchItemOutcome | null | undefined
  readonly untold?: Untold | null | undefined
  readonly isOpened?: boolean | null | undefined
}

type Listing = {
  readonly journey: { readonly id: string; readonly plan: number }
  readonly filter: BatchItemFilter
  /** The service key that looks. That somebody has a document about their health is for the key alone that published it. */
  readonly keyId: string | null
  readonly page: Page
}

/** What became of each item, by its reference. */
export async function listBatchItems(tx: Tx, { journey, filter, keyId, page }: Listing) {
  const { outcome = null, untold = null } = filter
  const key = [{ column: sql`i.external_reference collate "C"`, type: 'text' }] as const
  const { where, orderBy } = keySet(key, page, 'ASC')
  const conditions: readonly SQL[] = [
    sql`i.portal_id = ${tx.portalId} and i.journey_id = ${journey.id}`,
    ...(outcome === null ? [] : [sql`i.outcome = ${outcome}`]),
    ...(untold === null ? [] : [sql`i.untold = ${untold}`]),
    ...(filter.isOpened == null ? [] : [sql`i.told_at is not null and ${isOpened} = ${filter.isOpened}::boolean`]),
    sql`(d.kind is null or d.kind <> all(${sql.param(documentKinds.filter(isHealthData))}::text[])
      or (p.published_by_kind = 'service' and p.published_by = ${keyId}::uuid))`,
    where,
  ]
  return tx.execute<BatchItemView>(sql`
    select i.external_reference as "externalReference", i.outcome, i.problem_path as "problemPath",
      i.problem_code as "problemCode", i.document_id as "documentId", d.kind, i.person_id as "personId",
      i.told_at as "toldAt", i.untold, ${isOpened} as "isOpened", m.status as "mailStatus"
    from drempel.document_batch_items i
    left join drempel.documents d on d.portal_id = i.portal_id and d.id = i.document_id
    left join drempel.document_versions p on p.portal_id = d.portal_id and p.document_id = d.id and p.number = d.version
    left join drempel.messages m on m.portal_id = i.portal_id and m.journey_id = i.journey_id
      and m.key = ${planKey(journey.plan, 'told/')} || i.person_id
    where ${sql.join([...conditions], sql` and `)}
    order by ${orderBy} limit ${page.limit}`)
}
