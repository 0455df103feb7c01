import { type ByteRange, BytesMissing, type DocumentStorePort, type Place } from './port.ts'

/** Rows of one piece each; every call is short and holds nothing afterwards. */
type Pieces = {
  readonly put: (place: Place, number: number, bytes: Buffer) => Promise<unknown>
  readonly get: (place: Place, number: number) => Promise<Buffer | undefined>
  readonly remove: (place: Place) => Promise<void>
}

const pieceSize = 262_144

/** Keeps files beside everything else, so that one backup holds all that is true. */
export function postgresDocumentStore({ put, get, remove }: Pieces): DocumentStorePort {
  return {
    name: 'postgres',
    remove,
    write: async (place, source) => {
      let number = 0
      for await (const piece of inPieces(source)) await put(place, number++, piece)
    },
    read: async function* (place, { first, last }: ByteRange) {
      for (let number = Math.floor(first / pieceSize); number * pieceSize <= last; number++) {
        const begin = number * pieceSize
        const piece = await get(place, number)
        const wanted = piece?.subarray(Math.max(0, first - begin), Math.min(pieceSize, last + 1 - begin))
        const length = Math.min(begin + pieceSize, last + 1) - Math.max(begin, first)
        if (wanted?.length !== length) throw new BytesMissing(place)
        yield wanted
      }
    },
  }
}

/** As they come in over a network, bytes have any length. */
async function* inPieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const bytes of source) {
    let rest = bytes
    while (size + rest.length >= pieceSize) {
      const fitting = pieceSize - size
      yield Buffer.concat([...waiting, rest.subarray(0, fitting)])
      rest = rest.subarray(fitting)
      waiting = []
      size = 0
    }
    if (rest.length > 0) waiting.push(rest)
    size += rest.length
  }
  if (size > 0) yield Buffer.concat(waiting)
}
