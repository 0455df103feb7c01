import { inPortal, type Pool } from '../../db/client.ts'
import { deleteUnfinished } from '../../db/files.ts'
import type { DocumentStorePort, Place } from '../../providers/document-store/port.ts'

/** Leaves nothing of an upload that broke off or was refused. Nobody ever saw it. */
export async function dropUpload(
  { app, documentStore }: { readonly app: Pool; readonly documentStore: DocumentStorePort },
  place: Place,
): Promise<void> {
  await documentStore.remove(place)
  await inPortal(app, place.portalId, (tx) => deleteUnfinished(tx, place.fileId))
}
