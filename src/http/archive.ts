import { makeZip, predictLength } from 'client-zip'
import type { Streamed } from './reply.ts'

type Entry = { readonly path: string; readonly size: number; readonly lastModified: Date }

/** One archive of many files, made while it is sent: at any moment a single piece of a single file is in memory. */
export function archive<T extends Entry>(entries: readonly T[], read: (entry: T) => AsyncIterable<Buffer>): Streamed {
  const metadata = entries.map(({ path: name, size, lastModified }) => ({ name, size, lastModified }))
  const inputs = function* () {
    for (const [index, entry] of entries.entries()) {
      yield { ...metadata[index], name: entry.path, input: read(entry) }
    }
  }
  return { length: Number(predictLength(metadata)), bytes: () => makeZip(inputs()) }
}
