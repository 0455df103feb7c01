/** A file of a portal. No name and nothing personal is in it. */
export type Place = { readonly portalId: string; readonly fileId: string }

/** Bytes, both included. */
export type ByteRange = { readonly first: number; readonly last: number }

export class BytesMissing extends Error {
  override readonly name = 'BytesMissing'

  constructor({ fileId }: Place) {
    super(`the bytes of file ${fileId} are not all there`)
  }
}

/** Where the bytes of files are kept. What they are, whose they are and who may have them is not its business. */
export interface DocumentStorePort {
  readonly name: string
  /**
   * Takes bytes as fast as it can keep them and no faster. When it fails, or the source does, what it had taken is gone
   * from it or of no use: the caller removes the place.
   */
  write(place: Place, source: AsyncIterable<Buffer>): Promise<void>
  /** Gives them as fast as they are taken. Throws BytesMissing where they are not, or no longer, there. */
  read(place: Place, range: ByteRange): AsyncIterable<Buffer>
  /** Safe to repeat, and for a place where nothing is. */
  remove(place: Place): Promise<void>
}
