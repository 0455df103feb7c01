import type { Uploader } from '../../db/files.ts'
import type { OrganisationRow } from '../../db/portals.ts'
import type { Addressee } from '../../db/publications.ts'
import type { Publication, Publisher, UsableFile, Verdict } from '../../domain/documents/publication.ts'
import type { Problem } from '../../domain/errors.ts'
import type { Portal } from '../../domain/portals/portal.ts'
import type { Call } from '../execute.ts'

/** What all items of one call have in common. */
export type PublicationSetting = {
  readonly portal: Portal
  readonly organisation: OrganisationRow
  readonly call: Call
  readonly act: string
  readonly by: Uploader
  readonly publisher: Publisher
  /** Long lists give way to what a person waits for. */
  readonly bulk: boolean
  /** Whether whoever gets a document is told of it by itself. */
  readonly tells: boolean
}

export type PublicationResult =
  | { readonly outcome: 'PUBLISHED' | 'CORRECTED' | 'REPEATED'; readonly documentId: string; readonly version: number }
  | { readonly outcome: 'REFUSED'; readonly problems: readonly Problem[] }

export type Result = readonly [index: number, result: PublicationResult]

/** An item whose person and file are known. */
export type Meant = {
  readonly index: number
  readonly publication: Publication
  readonly to: Addressee
  readonly file: UsableFile
}

export type Decided = Meant & {
  readonly verdict: Exclude<Verdict, { kind: 'new' }> | { readonly kind: 'new'; readonly documentId: string }
}

export function refused(index: number, problems: readonly Problem[]): Result {
  return [index, { outcome: 'REFUSED', problems }]
}
