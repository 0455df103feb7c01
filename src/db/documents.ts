import { and, eq, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { ActorKind } from '../domain/accounts/access.ts'
import type { DocumentKind } from '../domain/documents/document.ts'
import type { OwnSight, Shown } from '../domain/documents/visibility.ts'
import type { Tx } from './client.ts'
import { type Direction, keySet, type Page } from './page.ts'
import { documents, documentVersions, files } from './schema/all.ts'

/** A document as its present version shows it. */
export type DocumentView = Shown & {
  readonly id: string
  readonly externalReference: string | null
  readonly version: number
  readonly withdrawnAt: Date | null
  readonly file: FileView
} & Omit<VersionView, 'number'>

export type FileView = {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly mediaType: string
  /** SHA-256, in hexadecimal. */
  readonly digest: string
}

export type VersionView = {
  readonly number: number
  readonly title: string
  readonly periodFrom: string | null
  readonly periodUntil: string | null
  readonly publishedAt: Date
  readonly openedAt: Date | null
  readonly file: FileView
}

export async function findDocuments(tx: Tx, ids: readonly string[]): Promise<readonly DocumentView[]> {
  const rows = await select(tx).where(and(eq(documents.portalId, tx.portalId), inArray(documents.id, [...ids])))
  return rows.map(toView)
}

export async function findDocument(tx: Tx, id: string): Promise<DocumentView | undefined> {
  const [found] = await findDocuments(tx, [id])
  return found
}

export type DocumentFilter = {
  readonly personId: string
  /** As whom somebody looks: the owner past what was withdrawn, HR past uploads that are not shared, or no longer. */
  readonly as: 'owner' | 'hr'
  readonly sights: readonly OwnSight[]
  readonly kinds?: readonly DocumentKind[] | null | undefined
  readonly organisationId?: string | null | undefined
}

type Listing = { readonly page: Page; readonly direction: Direction }

/** By when the present version was published. */
export async function listDocuments(
  tx: Tx,
  filter: DocumentFilter,
  { page, direction }: Listing,
): Promise<readonly DocumentView[]> {
  const columns = [
    { column: sql`${documents.publishedAt}`, type: 'timestamptz' },
    { column: sql`${documents.id}`, type: 'uuid' },
  ] as const
  const { where, orderBy } = keySet(columns, page, direction)
  const rows = await select(tx)
    .where(and(seen(tx, filter), where))
    .orderBy(orderBy)
    .limit(page.limit)
  return rows.map(toView)
}

/** Everything at once, the oldest first: for whoever takes it along. */
export async function allDocuments(tx: Tx, filter: DocumentFilter): Promise<readonly DocumentView[]> {
  const rows = await select(tx).where(seen(tx, filter)).orderBy(documents.publishedAt, documents.id)
  return rows.map(toView)
}

/** Every version of these, the newest first. */
export async function findVersionsOf(
  tx: Tx,
  documentIds: readonly string[],
): Promise<readonly (VersionView & { readonly documentId: string })[]> {
  return selectVersions(tx)
    .where(and(eq(documentVersions.portalId, tx.portalId), inArray(documentVersions.documentId, [...documentIds])))
    .orderBy(sql`${documentVersions.number} desc`)
}

export async function findVersion(tx: Tx, documentId: string, number: number): Promise<VersionView | undefined> {
  const [found] = await selectVersions(tx).where(ofVersion(tx, documentId, number))
  return found
}

export type OfVersion = { readonly documentId: string; readonly number: number }

/** The first time counts. */
export async function noteOpened(tx: Tx, versions: readonly OfVersion[]): Promise<void> {
  await tx.execute(sql`
    update drempel.document_versions v set opened_at = drempel.now()
    from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) as r("documentId" uuid, number integer)
    where v.portal_id = ${tx.portalId} and v.document_id = r."documentId" and v.number = r.number
      and v.opened_at is null`)
}

/** True when it was not withdrawn before: one conditional update. */
export async function withdrawRow(tx: Tx, documentId: string): Promise<boolean> {
  const rows = await tx
    .update(documents)
    .set({ withdrawnAt: sql`drempel.now()` })
    .where(and(eq(documents.portalId, tx.portalId), eq(documents.id, documentId), isNull(documents.withdrawnAt)))
    .returning({ id: documents.id })
  return rows.length === 1
}

function seen(tx: Tx, { personId, as, sights, kinds, organisationId }: DocumentFilter): SQL | undefined {
  const within = sights.map((sight) =>
    and(
      sight.organisationId === null ? undefined : eq(documents.organisationId, sight.organisationId),
      inArray(documents.kind, [...sight.kinds]),
    ),
  )
  const isThere = isNull(documents.withdrawnAt)
  const past = as === 'owner' ? isThere : or(ne(documents.kind, 'UPLOAD'), and(eq(documents.isShared, true), isThere))
  return and(
    eq(documents.portalId, tx.portalId),
    eq(documents.personId, personId),
    within.length === 0 ? sql`false` : or(...within),
    past,
    kinds == null ? undefined : inArray(documents.kind, [...kinds]),
    organisationId == null ? undefined : eq(documents.organisationId, organisationId),
  )
}

const file = {
  id: files.id,
  name: files.name,
  // Known of every file that belongs to a version.
  size: sql<number>`${files.size}`,
  mediaType: sql<string>`${files.mediaType}`,
  digest: sql<string>`encode(${files.digest}, 'hex')`,
}

const version = {
  title: documentVersions.title,
  periodFrom: documentVersions.periodFrom,
  periodUntil: documentVersions.periodUntil,
  publishedAt: documentVersions.publishedAt,
  openedAt: documentVersions.openedAt,
}

function select(tx: Tx) {
  const { id, organisationId, personId, kind, externalReference, isShared, withdrawnAt } = documents
  const { publishedByKind, publishedBy } = documentVersions
  return tx
    .select({
      id,
      organisationId,
      personId,
      kind,
      externalReference,
      isShared,
      withdrawnAt,
      version: documents.version,
      ...version,
      publishedByKind,
      publishedBy,
      file,
    })
    .from(documents)
    .innerJoin(
      documentVersions,
      and(
        eq(documentVersions.portalId, documents.portalId),
        eq(documentVersions.documentId, documents.id),
        eq(documentVersions.number, documents.version),
      ),
    )
    .innerJoin(files, and(eq(files.portalId, documentVersions.portalId), eq(files.id, documentVersions.fileId)))
    .$dynamic()
}

function selectVersions(tx: Tx) {
  return tx
    .select({ documentId: documentVersions.documentId, number: documentVersions.number, ...version, file })
    .from(documentVersions)
    .innerJoin(files, and(eq(files.portalId, documentVersions.portalId), eq(files.id, documentVersions.fileId)))
    .$dynamic()
}

type Selected = Omit<DocumentView, 'isWithdrawn' | 'publishedBy'> & {
  readonly publishedByKind: ActorKind
  readonly publishedBy: string
}

function toView({ publishedByKind, publishedBy, ...row }: Selected): DocumentView {
  return { ...row, isWithdrawn: row.withdrawnAt !== null, publishedBy: { kind: publishedByKind, id: publishedBy } }
}

function ofVersion(tx: Tx, documentId: string, number: number) {
  return and(
    eq(documentVersions.portalId, tx.portalId),
    eq(documentVersions.documentId, documentId),
    eq(documentVersions.number, number),
  )
}
