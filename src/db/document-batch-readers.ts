import { type SQL, sql } from 'drizzle-orm'
import type { AccountStatus, ContactStatus, Grant } from '../domain/accounts/account.ts'
import type { BatchDocument, Untold } from '../domain/documents/batch.ts'
import type { Language } from '../domain/portals/portal.ts'
import type { Tx } from './client.ts'
import { isOpened } from './document-batch-items.ts'
import { grantsInForce } from './publications.ts'

/** Somebody to whom a batch brought something, with what it is. */
export type BatchReader = {
  readonly personId: string
  readonly name: string
  readonly language: Language
  readonly email: string
  readonly emailStatus: ContactStatus
  readonly accountStatus: AccountStatus
  readonly grants: readonly Pick<Grant, 'role' | 'organisationId'>[]
  readonly documents: readonly (BatchDocument & { readonly reference: string; readonly isCorrection: boolean })[]
}

/** The next people nobody has decided about, in the order of their ids. */
export async function nextToTell(tx: Tx, journeyId: string, most: number): Promise<readonly BatchReader[]> {
  const waiting = sql`i.told_at is null and i.untold is null and i.outcome in ('PUBLISHED', 'CORRECTED')`
  return readersOf(tx, journeyId, { which: waiting, most })
}

/** The next people who were told, have not opened it, and were not sent this reminder or a later one. */
export async function nextToRemind(
  tx: Tx,
  journeyId: string,
  { number, most }: { readonly number: number; readonly most: number },
): Promise<readonly BatchReader[]> {
  const unread = sql`i.told_at is not null and i.reminded < ${number}::integer and d.withdrawn_at is null
    and not ${isOpened}`
  return readersOf(tx, journeyId, { which: unread, most })
}

async function readersOf(
  tx: Tx,
  journeyId: string,
  { which, most }: { readonly which: SQL; readonly most: number },
): Promise<readonly BatchReader[]> {
  return tx.execute<BatchReader>(sql`
    with brought as (
      select i.person_id, json_agg(json_build_object('reference', i.external_reference, 'documentId', d.id, 'kind', d.kind,
        'version', i.version, 'isCorrection', i.outcome = 'CORRECTED', 'isWithdrawn', d.withdrawn_at is not null)
        order by i.external_reference) as documents
      from drempel.document_batch_items i
      join drempel.documents d on d.portal_id = i.portal_id and d.id = i.document_id
      where i.portal_id = ${tx.portalId} and i.journey_id = ${journeyId} and ${which}
      group by i.person_id order by i.person_id limit ${most}::integer
    )
    select p.id as "personId", p.name, p.language, p.email, p.email_status as "emailStatus", a.status as "accountStatus",
      ${grantsInForce} as grants, b.documents
    from brought b
    join drempel.people p on p.portal_id = ${tx.portalId} and p.id = b.person_id
    join drempel.accounts a on a.portal_id = p.portal_id and a.person_id = p.id
    order by p.id`)
}

export type Decision = { readonly reference: string; readonly untold: Untold | null }

/** What was decided about items, in the transaction that writes the mails. Answers how many were not decided before. */
export async function noteTold(tx: Tx, journeyId: string, decisions: readonly Decision[]): Promise<number> {
  const { count } = await tx.execute(sql`
    update drempel.document_batch_items i
    set told_at = case when r.untold is null then drempel.now() end, untold = r.untold
    from jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) as r(reference text, untold text)
    where i.portal_id = ${tx.portalId} and i.journey_id = ${journeyId} and i.external_reference = r.reference
      and i.told_at is null and i.untold is null`)
  return count
}

export async function noteRemindedOf(
  tx: Tx,
  journeyId: string,
  { references, number }: { readonly references: readonly string[]; readonly number: number },
): Promise<void> {
  await tx.execute(sql`
    update drempel.document_batch_items set reminded = ${number}::integer
    where portal_id = ${tx.portalId} and journey_id = ${journeyId}
      and external_reference = any(${sql.param([...references])}::text[])`)
}
