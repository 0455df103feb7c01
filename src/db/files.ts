import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { ActorKind } from '../domain/accounts/access.ts'
import type { UsableFile } from '../domain/documents/publication.ts'
import type { Tx } from './client.ts'
import { files } from './schema/all.ts'

export type Uploader = { readonly kind: ActorKind; readonly id: string }

type NewFile = { readonly name: string; readonly uploader: Uploader; readonly expiresAt: Date }

/** Before its bytes: nobody sees it until all of them are there. */
export async function insertFile(tx: Tx, { name, uploader, expiresAt }: NewFile): Promise<string> {
  const [row] = await tx
    .insert(files)
    .values({ portalId: tx.portalId, name, uploadedByKind: uploader.kind, uploadedBy: uploader.id, expiresAt })
    .returning({ id: files.id })
  if (row === undefined) throw new Error('a file was not written')
  return row.id
}

export type WholeFile = {
  readonly digest: Buffer
  readonly size: number
  readonly mediaType: string
  readonly name: string
  readonly expiresAt: Date
}

/** True when it had not come in whole before, and was not thrown away meanwhile. */
export async function completeFile(tx: Tx, fileId: string, whole: WholeFile): Promise<boolean> {
  const rows = await tx
    .update(files)
    .set({ ...whole, completedAt: sql`drempel.now()` })
    .where(and(ofId(tx, fileId), isNull(files.completedAt), sql`${files.expiresAt} > drempel.now()`))
    .returning({ id: files.id })
  return rows.length === 1
}

/** Only what never came in whole. */
export async function deleteUnfinished(tx: Tx, fileId: string): Promise<void> {
  await tx.delete(files).where(and(ofId(tx, fileId), isNull(files.completedAt)))
}

/** How many somebody uploaded within a day. */
export async function countUploads(tx: Tx, { kind, id }: Uploader): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::integer as count from drempel.files
    where portal_id = ${tx.portalId} and uploaded_by = ${id}::uuid and uploaded_by_kind = ${kind}
      and started_at > drempel.now() - interval '1 day'`)
  return row?.count ?? 0
}

/** The uploader's own whole files, locked in the order of their ids: what is decided on them holds until it is written. */
export async function lockFiles(
  tx: Tx,
  ids: readonly string[],
  { kind, id }: Uploader,
): Promise<readonly UsableFile[]> {
  if (ids.length === 0) return []
  const rows = await tx.execute<{ id: string; digest: string; isFree: boolean }>(sql`
    select id, encode(digest, 'hex') as digest, expires_at is not null as "isFree" from drempel.files
    where portal_id = ${tx.portalId} and id = any(${sql.param([...ids])}::uuid[]) and completed_at is not null
      and uploaded_by = ${id}::uuid and uploaded_by_kind = ${kind} and (expires_at is null or expires_at > drempel.now())
    order by id for update`)
  return [...rows]
}

/** They belong to documents from now on. The caller has them locked. */
export async function keepFiles(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { count } = await tx.execute(sql`
    update drempel.files set expires_at = null
    where portal_id = ${tx.portalId} and id = any(${sql.param([...ids])}::uuid[]) and expires_at is not null`)
  if (count !== ids.length) throw new Error('a file was taken although it was locked')
}

// Whoever began to take a file into use while it could be has done so by then, or never will: their now is the instant at
// which they began.
const sweptBy = sql`${files.expiresAt} <= drempel.now() - interval '1 hour'`

/** What belonged to nothing for too long, and what never came in whole. Nobody can take it into use any more. */
export async function expiredFiles(tx: Tx, limit: number): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: files.id })
    .from(files)
    .where(and(eq(files.portalId, tx.portalId), isNotNull(files.expiresAt), sweptBy))
    .orderBy(files.expiresAt)
    .limit(limit)
  return rows.map(({ id }) => id)
}

export async function deleteExpiredFiles(tx: Tx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await tx
    .delete(files)
    .where(and(eq(files.portalId, tx.portalId), inArray(files.id, [...ids]), sweptBy))
    .returning({ id: files.id })
  return rows.length
}

function ofId(tx: Tx, fileId: string) {
  return and(eq(files.portalId, tx.portalId), eq(files.id, fileId))
}
