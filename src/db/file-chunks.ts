import { and, eq, sql } from 'drizzle-orm'
import { inPortal, type Pool, reading } from './client.ts'
import { fileChunks } from './schema/all.ts'

export type FilePlace = { readonly portalId: string; readonly fileId: string }

/** Each in a transaction of its own: a slow reader or writer holds no connection while it is slow. */
export async function putChunk(app: Pool, { portalId, fileId }: FilePlace, number: number, bytes: Buffer) {
  await inPortal(app, portalId, (tx) => tx.insert(fileChunks).values({ portalId, fileId, number, bytes }))
}

export async function getChunk(app: Pool, { portalId, fileId }: FilePlace, number: number) {
  return reading(app, portalId, async (tx) => {
    const [row] = await tx
      .select({ bytes: fileChunks.bytes })
      .from(fileChunks)
      .where(and(ofFile({ portalId, fileId }), eq(fileChunks.number, number)))
    return row?.bytes
  })
}

export async function removeChunks(app: Pool, place: FilePlace): Promise<void> {
  await inPortal(app, place.portalId, (tx) => tx.delete(fileChunks).where(ofFile(place)))
}

function ofFile({ portalId, fileId }: FilePlace) {
  return and(eq(fileChunks.portalId, portalId), eq(fileChunks.fileId, sql`${fileId}::uuid`))
}
