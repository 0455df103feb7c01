import { sql } from 'drizzle-orm'
import type { Tx } from './client.ts'
import { isOpened } from './document-batch-items.ts'

const tellsOfIt = sql`m.template in ('document-published', 'documents-unread')
  and m.params->>'documentUrl' like '%/documents/' || gone.id`

const toldOfItAmongOthers = sql`m.template in ('documents-published', 'documents-unread') and exists (
  select from drempel.document_batch_items i
  where i.portal_id = m.portal_id and i.journey_id = m.journey_id and i.document_id = gone.id and i.told_at is not null)`

/**
 * A document was withdrawn: mails that wait and tell of nothing else that is there do not leave. One about several, of which
 * some are there, leaves as it is.
 */
export async function cancelMailsAbout(tx: Tx, documentId: string): Promise<void> {
  await tx.execute(sql`
    update drempel.messages m set status = 'cancelled', settled_at = drempel.now()
    from drempel.documents gone
    where gone.portal_id = ${tx.portalId} and gone.id = ${documentId}::uuid
      and m.portal_id = gone.portal_id and m.person_id = gone.person_id and m.status = 'queued'
      and (${tellsOfIt} or ${toldOfItAmongOthers} and not exists (
        select from drempel.document_batch_items i
        join drempel.documents d on d.portal_id = i.portal_id and d.id = i.document_id
        where i.portal_id = m.portal_id and i.journey_id = m.journey_id and i.person_id = m.person_id
          and i.told_at is not null and d.withdrawn_at is null
          and (m.template = 'documents-published' or not ${isOpened})))`)
}
