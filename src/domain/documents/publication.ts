import type { Code } from '../codes.ts'
import type { Problem } from '../errors.ts'
import type { Language } from '../portals/portal.ts'
import { isUuid, parseLine } from '../text.ts'
import { type DocumentKind, isPublished, isPublishedByHand, type Period } from './document.ts'
import { payslipTitle } from './payslip-title.ts'

export type PublicationItem = {
  readonly kind: DocumentKind
  readonly personId?: string | null | undefined
  /** The organisation's own id of the person, as given with the invitation. */
  readonly personReference?: string | null | undefined
  readonly externalReference?: string | null | undefined
  /** A payslip has one by itself. */
  readonly title?: string | null | undefined
  readonly period?: Period | null | undefined
  readonly fileId: string
}

export type Publication = {
  readonly kind: DocumentKind
  readonly person: { readonly id: string } | { readonly reference: string }
  readonly externalReference: string | null
  readonly title: string
  readonly period: Period | null
  readonly fileId: string
}

/** Whether a person publishes, or a system. */
export type Publisher = 'hand' | 'system'

const longest = 200

export type Terms = {
  readonly publisher: Publisher
  /** In which a title is made where none was given. */
  readonly language: Language
}

/** Everything that is wrong with one item, or what it means. */
export function parsePublication(
  item: PublicationItem,
  { publisher, language }: Terms,
): Publication | readonly Problem[] {
  const title = parseLine(item.title ?? titleOf(item, language), longest)
  const person = personOf(item)
  const given = item.externalReference ?? null
  const externalReference = given === null ? null : parseLine(given, longest)
  const period = item.period ?? null
  const problems = (
    [
      [person === null, 'person', 'REQUIRED'],
      [title === null, 'title', 'INVALID_TITLE'],
      [given !== null && externalReference === null, 'externalReference', 'INVALID_REFERENCE'],
      // A system repeats its calls: without a reference the second one would be a second document.
      [given === null && publisher === 'system', 'externalReference', 'REQUIRED'],
      [period !== null && period.until < period.from, 'period', 'INVALID_PERIOD'],
      [!isUuid(item.fileId), 'file', 'FILE_UNKNOWN'],
      [!mayPublish(item.kind, publisher), 'kind', 'KIND_NOT_ALLOWED'],
    ] as const
  ).flatMap(([isWrong, path, code]): readonly Problem[] => (isWrong ? [{ path, code }] : []))
  if (problems.length > 0 || title === null || person === null) return problems
  return { kind: item.kind, person, externalReference, title, period, fileId: item.fileId }
}

function titleOf({ kind, period }: PublicationItem, language: Language): string {
  return kind === 'PAYSLIP' && period ? payslipTitle(period, language) : ''
}

function mayPublish(kind: DocumentKind, publisher: Publisher): boolean {
  return publisher === 'hand' ? isPublishedByHand(kind) : isPublished(kind)
}

/** Exactly one of the two: an item that names both would have to be believed in one of them. */
function personOf({ personId, personReference }: PublicationItem): Publication['person'] | null {
  if (typeof personId === 'string') return personReference == null ? { id: personId } : null
  const reference = parseLine(personReference ?? '', longest)
  return reference === null ? null : { reference }
}

/** A file as it was uploaded by whoever publishes it now. */
export type UsableFile = { readonly id: string; readonly digest: string; readonly isFree: boolean }

/** The present version of what the reference names already. */
export type Published = {
  readonly id: string
  readonly personId: string
  readonly kind: DocumentKind
  readonly version: number
  readonly isWithdrawn: boolean
  readonly title: string
  readonly period: Period | null
  readonly fileId: string
  readonly digest: string
}

export type Verdict =
  | { readonly kind: 'new' }
  | { readonly kind: 'corrected' | 'repeated'; readonly document: Published }
  | { readonly kind: 'refused'; readonly path: string; readonly code: Code }

type Judged = { readonly publication: Publication; readonly personId: string; readonly file: UsableFile }

/** The same reference is the same document: told again it changes nothing, with other contents it is a new version. */
export function judgePublication({ publication, personId, file }: Judged, known: Published | undefined): Verdict {
  if (known === undefined) return file.isFree ? { kind: 'new' } : used
  if (known.personId !== personId || known.kind !== publication.kind) {
    return { kind: 'refused', path: 'externalReference', code: 'REFERENCE_REUSED' }
  }
  if (known.isWithdrawn) return { kind: 'refused', path: 'externalReference', code: 'DOCUMENT_WITHDRAWN' }
  if (isSame(publication, file, known)) return { kind: 'repeated', document: known }
  return file.isFree || file.id === known.fileId ? { kind: 'corrected', document: known } : used
}

const used: Verdict = { kind: 'refused', path: 'file', code: 'FILE_USED' }

function isSame({ title, period }: Publication, { digest }: UsableFile, known: Published): boolean {
  return (
    digest === known.digest &&
    title === known.title &&
    period?.from === known.period?.from &&
    period?.until === known.period?.until
  )
}
