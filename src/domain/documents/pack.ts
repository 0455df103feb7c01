import { localDate } from '../time.ts'
import { cleanStem, extensionOf } from './file.ts'

type Item = {
  readonly folder: { readonly id: string; readonly name: string }
  readonly title: string
  readonly publishedAt: Date
  readonly mediaType: string
}

type Packed<T> = T & { readonly path: string }

/**
 * The path of each item in an archive: a folder for each organisation, and no two alike, not even where capitals count for
 * nothing.
 */
export function pack<T extends Item>(items: readonly T[]): readonly Packed<T>[] {
  const folders = new Map<string, string>()
  const takenFolders = new Set<string>()
  const taken = new Set<string>()
  return items.map((item) => {
    const { id, name } = item.folder
    const folder = folders.get(id) ?? unlike(cleanStem(name, 'organisation'), '', takenFolders)
    folders.set(id, folder)
    const stem = `${folder}/${localDate(item.publishedAt)} ${cleanStem(item.title, 'document')}`
    return { ...item, path: unlike(stem, `.${extensionOf(item.mediaType)}`, taken) }
  })
}

function unlike(stem: string, ending: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const path = `${stem}${number === 1 ? '' : ` (${number})`}${ending}`
    const folded = path.normalize('NFKC').toLowerCase()
    if (taken.has(folded)) continue
    taken.add(folded)
    return path
  }
}
