import type { Pool } from '../../db/client.ts'
import { completeFile } from '../../db/files.ts'
import { unusedHours } from '../../domain/documents/document.ts'
import { cleanName, type MediaType } from '../../domain/documents/file.ts'
import { plusMinutes } from '../../domain/time.ts'
import { type Call, execute, refuse } from '../execute.ts'

export type FinishUpload = {
  readonly fileId: string
  readonly digest: Buffer
  readonly size: number
  readonly mediaType: MediaType
  /** As the uploader calls it: anything at all. */
  readonly name: string
}

export type UploadedFile = {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly mediaType: MediaType
  readonly expiresAt: Date
}

/** All of it is there. From now on it can be made a document of, for a day. */
export async function finishUpload(
  deps: { readonly app: Pool },
  call: Call,
  { fileId, name: given, ...whole }: FinishUpload,
): Promise<UploadedFile> {
  return execute(deps, call, 'fileUploadFinish', async (tx) => {
    const name = cleanName(given, whole.mediaType)
    const expiresAt = plusMinutes(tx.now, unusedHours * 60)
    if (!(await completeFile(tx, fileId, { ...whole, name, expiresAt })))
      return refuse('FILE_UNKNOWN', { subjectId: fileId })
    const { size, mediaType } = whole
    return { value: { id: fileId, name, size, mediaType, expiresAt }, subjectId: fileId }
  })
}
