import { makeZip, predictLength } from 'client-zip'
import type { Streamed } from './reply.ts'

type Entry = { readonly path: string; readonly size: number; readonly lastModified: Date }

/** One archive of many files, made while it is sent: at any moment a single piece of a single file is in memory. */
export function archive<T extends Entry>(entries: readonly T[], read: (entry: T) => AsyncIterable<Buffer>): Streamed {
  const metadata = entries.map(({ path: name, size, lastModified }) => ({ name, size, lastModified }))
  const bytes = async function* () {
    let pieces: AsyncIterator<Buffer> | undefined
    const inputs = function* () {
      for (const [index, entry] of entries.entries()) {
        const open = read(entry)[Symbol.asyncIterator]()
        pieces = open
        yield { ...metadata[index], name: entry.path, input: { [Symbol.asyncIterator]: () => open } }
      }
    }
    try {
      yield* makeZip(inputs())
    } finally {
      // Where the client has gone away in the middle of a file, nobody else ends the reading of it.
      await pieces?.return?.()
    }
  }
  return { length: Number(predictLength(metadata)), bytes }
}
