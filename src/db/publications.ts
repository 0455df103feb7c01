import { sql } from 'drizzle-orm'
import type { ActorKind } from '../domain/accounts/access.ts'
import type { AccountStatus, Grant } from '../domain/accounts/account.ts'
import type { DocumentKind, Period } from '../domain/documents/document.ts'
import type { Published } from '../domain/documents/publication.ts'
import type { Language } from '../domain/portals/portal.ts'
import type { Tx } from './client.ts'

/** Statements over whole lists: a thousand documents cost as many round trips as one. */

export type Addressee = {
  readonly personId: string
  readonly accountId: string
  readonly accountStatus: AccountStatus
  readonly name: string
  readonly language: Language
  readonly email: string
  /** The organisation's own id of the person, where it gave one. */
  readonly reference: string | null
  /** Those in force, in the whole portal. */
  readonly grants: readonly Pick<Grant, 'role' | 'organisationId'>[]
}

type Wanted = {
  readonly organisationId: string
  readonly ids: readonly string[]
  readonly references: readonly string[]
}

/** Rights that count now, in the whole portal, of an account that the statement calls a. */
export const grantsInForce = sql`(
  select coalesce(json_agg(json_build_object('role', g.role, 'organisationId', g.organisation_id)), '[]')
  from drempel.grants g where g.portal_id = a.portal_id and g.account_id = a.id
    and g.valid_from <= drempel.now() and (g.valid_until is null or g.valid_until > drempel.now()))`

/** People who have or had access at an organisation, by id or by its own reference. */
export async function findAddressees(tx: Tx, { organisationId, ids, references }: Wanted) {
  return tx.execute<Addressee>(sql`
    with named as (
      select a.id as "accountId", null as reference from drempel.accounts a
      where a.portal_id = ${tx.portalId} and a.person_id = any(${list(ids)}::uuid[])
      union all
      select x.account_id, x.external_reference from drempel.activations x
      where x.portal_id = ${tx.portalId} and x.organisation_id = ${organisationId}::uuid
        and x.external_reference = any(${list(references)}::text[])
    )
    select p.id as "personId", a.id as "accountId", a.status as "accountStatus", p.name, p.language, p.email, n.reference,
      ${grantsInForce} as grants
    from named n
    join drempel.accounts a on a.portal_id = ${tx.portalId} and a.id = n."accountId"
    join drempel.people p on p.portal_id = a.portal_id and p.id = a.person_id
    where exists (select from drempel.grants g where g.portal_id = a.portal_id and g.account_id = a.id
      and g.organisation_id = ${organisationId}::uuid)`)
}

type Row = Omit<Published, 'period'> & { readonly reference: string; from: string | null; until: string | null }

/** What an organisation published under these references, locked in the order of their ids. */
export async function lockPublished(
  tx: Tx,
  { organisationId, references }: { readonly organisationId: string; readonly references: readonly string[] },
): Promise<ReadonlyMap<string, Published>> {
  if (references.length === 0) return new Map()
  const named = sql`d.portal_id = ${tx.portalId} and d.organisation_id = ${organisationId}::uuid
    and d.external_reference = any(${list(references)}::text[])`
  // Locked first and then looked at: what somebody else has just corrected shows its new version.
  await tx.execute(sql`select 1 from drempel.documents d where ${named} order by d.id for update`)
  const rows = await tx.execute<Row>(sql`
    select d.id, d.person_id as "personId", d.kind, d.version, d.withdrawn_at is not null as "isWithdrawn",
      d.external_reference as reference, v.title, v.period_from::text as from, v.period_until::text as until,
      v.file_id as "fileId", encode(f.digest, 'hex') as digest
    from drempel.documents d
    join drempel.document_versions v on v.portal_id = d.portal_id and v.document_id = d.id and v.number = d.version
    join drempel.files f on f.portal_id = v.portal_id and f.id = v.file_id
    where ${named}`)
  return new Map(
    rows.map(({ reference, from, until, ...row }) => [reference, { ...row, period: asPeriod(from, until) }]),
  )
}

export type NewDocument = {
  readonly id: string
  readonly personId: string
  readonly kind: DocumentKind
  readonly externalReference: string | null
  readonly isShared: boolean
}

/**
 * Makes the documents nobody was faster in making, in the order of their references, so that two overlapping lists wait for
 * one another instead of blocking each other. Answers which ones are ours.
 */
export async function claimDocuments(
  tx: Tx,
  organisationId: string,
  documents: readonly NewDocument[],
): Promise<ReadonlySet<string>> {
  if (documents.length === 0) return new Set()
  const rows = await tx.execute<{ id: string }>(sql`
    insert into drempel.documents (portal_id, id, organisation_id, person_id, kind, external_reference, is_shared)
    select ${tx.portalId}::uuid, id, ${organisationId}::uuid, "personId", kind, "externalReference", "isShared"
    from jsonb_to_recordset(${JSON.stringify(documents)}::jsonb)
      as r(id uuid, "personId" uuid, kind text, "externalReference" text, "isShared" boolean)
    order by "externalReference", id
    on conflict (portal_id, organisation_id, external_reference) do nothing returning id`)
  return new Set(rows.map(({ id }) => id))
}

export type NewVersion = {
  readonly documentId: string
  readonly number: number
  readonly fileId: string
  readonly title: string
  readonly period: Period | null
}

export type PublicationFrame = {
  readonly actorKind: ActorKind
  readonly actorId: string
  readonly correlationId: string
  readonly act: string
}

/** The versions, that they are the present ones, and an audit row for each, in one statement. */
export async function insertVersions(tx: Tx, frame: PublicationFrame, versions: readonly NewVersion[]): Promise<void> {
  if (versions.length === 0) return
  const portal = sql`${tx.portalId}::uuid`
  const by = sql`${frame.actorKind}::text, ${frame.actorId}::uuid`
  const { count } = await tx.execute(sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb)
        as r("documentId" uuid, number integer, "fileId" uuid, title text, period jsonb)
    ), written as (
      insert into drempel.document_versions (portal_id, document_id, number, file_id, title, period_from, period_until,
        published_by_kind, published_by)
      select ${portal}, "documentId", number, "fileId", title, (period->>'from')::date, (period->>'until')::date, ${by} from r
    ), audited as (
      insert into drempel.audit (portal_id, actor_kind, actor_id, act, subject_id, code, correlation_id)
      select ${portal}, ${by}, ${frame.act}, "documentId", case when number = 1 then 'PUBLISHED' else 'CORRECTED' end,
        ${frame.correlationId} from r
    )
    update drempel.documents d set version = r.number, published_at = drempel.now() from r
    where d.portal_id = ${portal} and d.id = r."documentId" and d.version = greatest(1, r.number - 1)`)
  if (count !== versions.length) throw new Error('a document has another version than the one that was locked')
}

function asPeriod(from: string | null, until: string | null): Period | null {
  return from === null || until === null ? null : { from, until }
}

function list(values: readonly string[]) {
  return sql.param([...values])
}
