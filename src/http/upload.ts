import { dropUpload } from '../commands/documents/drop-upload.ts'
import { finishUpload } from '../commands/documents/finish-upload.ts'
import { startUpload } from '../commands/documents/start-upload.ts'
import type { Call } from '../commands/execute.ts'
import type { Pool } from '../db/client.ts'
import type { DocumentStorePort } from '../providers/document-store/port.ts'
import { givenName } from './disposition.ts'
import { type Guest, originRefused } from './door.ts'
import { measured } from './measured.ts'
import { json, type Reply } from './reply.ts'

export type UploadDeps = {
  readonly app: Pool
  readonly documentStore: DocumentStorePort
  /** Tests alone. */
  readonly silenceMs?: number | undefined
}

/** The body is the file. It is somebody's for a day, unless a document is made of it. */
export async function upload(deps: UploadDeps, call: Call, guest: Guest): Promise<Reply> {
  const refused = originRefused(guest)
  if (refused) return { ...refused, leavesBody: true }
  const { headers } = guest.visit.request
  const { fileId, mostBytes } = await startUpload(deps, call, { size: announced(headers['content-length']) })
  const place = { portalId: call.portalId, fileId }
  const { bytes, measures } = measured(guest.visit.request, {
    mostBytes,
    claimed: claimedType(headers['content-type']),
    silenceMs: deps.silenceMs,
  })
  try {
    await deps.documentStore.write(place, bytes)
    const name = givenName(headers['content-disposition'])
    return json(201, await finishUpload(deps, call, { fileId, name, ...measures() }))
  } catch (error) {
    await dropUpload(deps, place)
    if (guest.visit.request.destroyed && !guest.visit.request.complete) return brokenOff
    throw error
  }
}

/** Nobody is there to read it. */
const brokenOff: Reply = { status: 400 }

function announced(length: string | undefined): number | undefined {
  return length === undefined ? undefined : Number(length)
}

/** Bytes of no declared kind are what they are; everything else must be what it is said to be. */
function claimedType(header: string | undefined): string | undefined {
  const type = header?.split(';')[0]?.trim().toLowerCase()
  return type === undefined || type === '' || type === 'application/octet-stream' ? undefined : type
}
