import { type SQL, sql } from 'drizzle-orm'
import { type KeptSince, payrollKinds } from '../domain/documents/keeping.ts'
import type { Tx } from './client.ts'
import { affected } from './retention.ts'

// What is about somebody's work at an organisation is of use while they have a right there, and never less long than since
// it was published.

type Some = { readonly after: string; readonly limit: number }

/**
 * No more than so many documents at once, in the order of their ids; answers which. Their files belong to nothing from now on,
 * and nobody is taking them into use.
 */
export async function deleteOldDocuments(
  tx: Tx,
  { payroll, personnel }: KeptSince,
  { after, limit }: Some,
): Promise<readonly string[]> {
  const since = sql`case when d.kind = any(${sql.param([...payrollKinds])}::text[])
    then ${payroll.toISOString()}::timestamptz else ${personnel.toISOString()}::timestamptz end`
  const rows = await tx.execute<{ id: string }>(sql`
    select d.id from drempel.documents d
    where d.portal_id = ${tx.portalId} and d.id > ${after}::uuid and d.published_at < ${since} and ${hadNoRightSince(sql`d`, since)}
    order by d.id limit ${limit} for update`)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return ids
  const isOld = sql`portal_id = ${tx.portalId} and document_id = any(${sql.param(ids)}::uuid[])`
  await tx.execute(sql`delete from drempel.document_tickets where ${isOld}`)
  await tx.execute(sql`delete from drempel.document_batch_items where ${isOld}`)
  await tx.execute(sql`
    with gone as (delete from drempel.document_versions where ${isOld} returning document_id, file_id)
    update drempel.files f set expires_at = drempel.now() - interval '1 hour' from gone
    where f.portal_id = ${tx.portalId} and f.id = gone.file_id and not exists (
      select from drempel.document_versions v
      where v.portal_id = f.portal_id and v.file_id = f.id and v.document_id not in (select document_id from gone))`)
  await tx.execute(sql`
    delete from drempel.documents where portal_id = ${tx.portalId} and id = any(${sql.param(ids)}::uuid[])`)
  return ids
}

/** What payroll said, and what it replaced by then. */
export async function deleteOldFigures(tx: Tx, { payroll }: KeptSince): Promise<number> {
  const since = sql`${payroll.toISOString()}::timestamptz`
  let deleted = 0
  for (const table of ['payments', 'reservations', 'phases']) {
    deleted += await affected(
      tx,
      sql`delete from drempel.${sql.identifier(table)} f
        where f.portal_id = ${tx.portalId} and coalesce(f.replaced_at, f.published_at) < ${since}
          and ${hadNoRightSince(sql`f`, since)}`,
    )
  }
  return deleted
}

/** Who was on a list of leavers or in a batch of documents, and what became of it. The list itself names nobody. */
export async function deleteOldItems(tx: Tx, { personnel }: KeptSince): Promise<number> {
  let deleted = 0
  for (const table of ['leaving_batch_items', 'document_batch_items']) {
    deleted += await affected(
      tx,
      sql`delete from drempel.${sql.identifier(table)} i using drempel.journeys j
        where i.portal_id = ${tx.portalId} and j.portal_id = i.portal_id and j.id = i.journey_id
          and j.ended_at < ${personnel.toISOString()}::timestamptz`,
    )
  }
  return deleted
}

/** Whose the row is has, or had later, no right whatever at its organisation. */
function hadNoRightSince(row: SQL, since: SQL): SQL {
  return sql`not exists (
    select from drempel.accounts a join drempel.grants g on g.portal_id = a.portal_id and g.account_id = a.id
    where a.portal_id = ${row}.portal_id and a.person_id = ${row}.person_id and g.organisation_id = ${row}.organisation_id
      and coalesce(g.valid_until, 'infinity') > ${since})`
}
