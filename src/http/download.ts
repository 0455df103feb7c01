import { type Download, lookAtDownload, type PackedFile, startDownload } from '../commands/documents/start-download.ts'
import type { Call } from '../commands/execute.ts'
import type { Pool } from '../db/client.ts'
import type { FileView } from '../db/documents.ts'
import { DomainError } from '../domain/errors.ts'
import { isUuid } from '../domain/text.ts'
import type { DocumentStorePort } from '../providers/document-store/port.ts'
import { archive } from './archive.ts'
import { attachment } from './disposition.ts'
import { foreign, type Guest } from './door.ts'
import { type Range, readRange } from './range.ts'
import type { Reply } from './reply.ts'

export type DownloadDeps = { readonly app: Pool; readonly documentStore: DocumentStorePort }

/** Whatever it is, a browser saves it: it shows nothing, runs nothing and keeps no copy of its own. */
const alone = "default-src 'none'; sandbox; frame-ancestors 'none'"

/** What a ticket stands for, for the session it was made for. Each request is decided anew, a further range too. */
export async function download(deps: DownloadDeps, call: Call, { visit, judged }: Guest): Promise<Reply> {
  if (judged === 'foreign') return foreign(visit)
  const { request, path } = visit
  const ticketId = path.slice(path.lastIndexOf('/') + 1)
  if (!isUuid(ticketId)) throw new DomainError('NOT_FOUND')
  const isHead = request.method === 'HEAD'
  const started = await (isHead ? lookAtDownload : startDownload)(deps, call, ticketId)
  if (started.kind === 'everything') return everything(deps, call, started)
  // RFC 9110, 14.2: GET alone knows ranges.
  return single(deps, call, { file: started.file, headers: isHead ? {} : request.headers })
}

type Asked = { readonly file: FileView; readonly headers: Readonly<Record<string, string | string[] | undefined>> }

function single({ documentStore }: DownloadDeps, { portalId }: Call, { file, headers }: Asked): Reply {
  const { size, digest, id: fileId } = file
  const etag = `"${digest}"`
  // A range is a part of what the client has already; of anything else it gets the whole.
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag
  const range = readRange(isSame && typeof headers.range === 'string' ? headers.range : undefined, size)
  if (range === 'unsatisfiable') return { status: 416, headers: { 'content-range': `bytes */${size}` } }
  const part: Range = range === 'whole' ? { first: 0, last: size - 1 } : range
  return {
    status: range === 'whole' ? 200 : 206,
    headers: {
      'content-type': file.mediaType,
      'content-disposition': attachment(file.name),
      'content-security-policy': alone,
      'accept-ranges': 'bytes',
      etag,
      ...(range === 'whole' ? {} : { 'content-range': `bytes ${part.first}-${part.last}/${size}` }),
    },
    body: { length: part.last - part.first + 1, bytes: () => documentStore.read({ portalId, fileId }, part) },
  }
}

function everything(
  { documentStore }: DownloadDeps,
  { portalId }: Call,
  { entries }: Extract<Download, { kind: 'everything' }>,
): Reply {
  const read = ({ file: { id: fileId, size } }: PackedFile) =>
    documentStore.read({ portalId, fileId }, { first: 0, last: size - 1 })
  const packed = archive(
    entries.map((entry) => ({ ...entry, size: entry.file.size, lastModified: entry.publishedAt })),
    read,
  )
  return {
    status: 200,
    headers: {
      'content-type': 'application/zip',
      'content-disposition': attachment('documenten.zip'),
      'content-security-policy': alone,
      'accept-ranges': 'none',
    },
    body: packed,
  }
}
