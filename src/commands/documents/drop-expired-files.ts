import { inPortal, type Pool, reading, type Tx } from '../../db/client.ts'
import { deleteExpiredFiles, expiredFiles } from '../../db/files.ts'
import type { DocumentStorePort } from '../../providers/document-store/port.ts'

type Deps = { readonly app: Pool; readonly documentStore: DocumentStorePort }

const batch = 200

/**
 * Files that belonged to nothing for too long, and what never came in whole: the bytes first, then that they were there. A
 * crash in between leaves a row that is found again. Nobody can take such a file into use any more, nor is about to. Answers
 * how many.
 */
export async function dropExpiredFiles({ app, documentStore }: Deps, portalId: string): Promise<number> {
  const look = (tx: Tx) => expiredFiles(tx, batch)
  let dropped = 0
  for (let ids = await reading(app, portalId, look); ids.length > 0; ids = await reading(app, portalId, look)) {
    for (const fileId of ids) await documentStore.remove({ portalId, fileId })
    dropped += await inPortal(app, portalId, (tx) => deleteExpiredFiles(tx, ids))
  }
  return dropped
}
