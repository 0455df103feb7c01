import { sql } from 'drizzle-orm'
import type { Hushed } from '../domain/documents/batch.ts'
import type { Tx } from './client.ts'

/** Of these documents, those that a batch brought and told nobody of: it was withdrawn, or the mail was cancelled. */
export async function findHushed(tx: Tx, documentIds: readonly string[]): Promise<ReadonlyMap<string, Hushed>> {
  if (documentIds.length === 0) return new Map()
  const rows = await tx.execute<Hushed & { documentId: string }>(sql`
    with brought as (
      select i.document_id, i.version, i.told_at is not null and m.status is distinct from 'cancelled' as told,
        case when i.told_at is null then j.outcome is not distinct from 'withdrawn'
          else m.status is not distinct from 'cancelled' end as hushed
      from drempel.document_batch_items i
      join drempel.journeys j on j.portal_id = i.portal_id and j.id = i.journey_id
      left join drempel.messages m on m.portal_id = i.portal_id and m.journey_id = i.journey_id
        and m.key = 'p' || j.plan || '/told/' || i.person_id
      where i.portal_id = ${tx.portalId} and i.document_id = any(${sql.param([...documentIds])}::uuid[])
        and i.outcome in ('PUBLISHED', 'CORRECTED')
    ), opened as (
      select document_id, number from drempel.document_versions
      where portal_id = ${tx.portalId} and document_id = any(${sql.param([...documentIds])}::uuid[])
        and opened_at is not null
    )
    select d.id as "documentId",
      coalesce(bool_and(b.hushed) filter (where b.version = d.version), false)
        and not exists (select from opened o where o.document_id = d.id and o.number = d.version) as "isNews",
      coalesce(bool_or(b.told) filter (where b.version < d.version), false)
        or exists (select from opened o where o.document_id = d.id and o.number < d.version)
        or exists (select from drempel.messages m, generate_series(1, d.version - 1) as number
          where m.portal_id = d.portal_id and m.person_id = d.person_id and m.status <> 'cancelled'
            and m.key = 'document-published/' || d.id || '/' || number) as "isKnown"
    from brought b
    join drempel.documents d on d.portal_id = ${tx.portalId} and d.id = b.document_id
    group by d.portal_id, d.id
    having bool_or(b.hushed)`)
  return new Map(rows.map(({ documentId, ...hushed }) => [documentId, hushed]))
}
