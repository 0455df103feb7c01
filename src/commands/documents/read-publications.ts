import type { Tx } from '../../db/client.ts'
import { lockFiles } from '../../db/files.ts'
import { type Addressee, findAddressees } from '../../db/publications.ts'
import {
  type Publication,
  type PublicationItem,
  parsePublication,
  type Terms,
  type UsableFile,
} from '../../domain/documents/publication.ts'
import type { Problem } from '../../domain/errors.ts'
import { languageFor } from '../../domain/portals/portal.ts'
import { type Meant, type PublicationSetting, type Result, refused } from './publication-setting.ts'

type Parsed = { readonly index: number; readonly publication: Publication }
type Read = { readonly meant: readonly Meant[]; readonly refused: readonly Result[] }

/** Tells the items that can be meant, with whom and which file they mean, from those that cannot. */
export async function readPublications(
  tx: Tx,
  items: readonly PublicationItem[],
  { portal, organisation, by, publisher }: PublicationSetting,
): Promise<Read> {
  const { parsed, refused: wrong } = parse(items, { publisher, language: languageFor(portal, null) })
  const personOf = await addressees(tx, organisation.id, parsed)
  const fileIds = parsed.map(({ publication }) => publication.fileId)
  const files = new Map((await lockFiles(tx, fileIds, by)).map((file) => [file.id, file]))
  const found = parsed.map((item) => ({
    ...item,
    to: personOf(item.publication),
    file: files.get(item.publication.fileId),
  }))
  return {
    meant: found.flatMap(({ to, file, ...item }) => (to && file ? { ...item, to, file } : [])),
    refused: [...wrong, ...found.flatMap(notFound)],
  }
}

function notFound({ index, to, file }: Parsed & { to: Addressee | undefined; file: UsableFile | undefined }) {
  const problems: Problem[] = []
  if (to === undefined) problems.push({ path: 'person', code: 'PERSON_UNKNOWN' })
  if (file === undefined) problems.push({ path: 'file', code: 'FILE_UNKNOWN' })
  return problems.length === 0 ? [] : [refused(index, problems)]
}

function parse(items: readonly PublicationItem[], terms: Terms) {
  const parsed: Parsed[] = []
  const wrong: Result[] = []
  const seen = new Set<string>()
  for (const [index, item] of items.entries()) {
    const publication = parsePublication(item, terms)
    const problems = isProblems(publication) ? publication : duplicates(publication, seen)
    if (isProblems(publication) || problems.length > 0) wrong.push(refused(index, problems))
    else parsed.push({ index, publication })
  }
  return { parsed, refused: wrong }
}

function isProblems(parsed: Publication | readonly Problem[]): parsed is readonly Problem[] {
  return Array.isArray(parsed)
}

/** The second of two alike is told so: which one is meant, nobody can know. */
function duplicates({ externalReference, fileId }: Publication, seen: Set<string>): readonly Problem[] {
  const marks = [
    ['file', `file ${fileId}`],
    ...(externalReference === null ? [] : [['externalReference', `reference ${externalReference}`]]),
  ] as const
  const twice = marks.filter(([, mark]) => seen.has(mark))
  for (const [, mark] of marks) seen.add(mark)
  return twice.map(([path]) => ({ path, code: 'DUPLICATE_ITEM' as const }))
}

async function addressees(tx: Tx, organisationId: string, parsed: readonly Parsed[]) {
  const named = parsed.map(({ publication }) => publication.person)
  const ids = named.flatMap((person) => ('id' in person ? person.id : []))
  const references = named.flatMap((person) => ('reference' in person ? person.reference : []))
  const found = await findAddressees(tx, { organisationId, ids, references })
  const byId = new Map(found.map((one) => [one.personId, one]))
  const byReference = new Map(found.map((one) => [one.reference, one]))
  return ({ person }: Publication): Addressee | undefined =>
    'id' in person ? byId.get(person.id) : byReference.get(person.reference)
}
