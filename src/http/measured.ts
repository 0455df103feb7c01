import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { headLength, type MediaType, sniff } from '../domain/documents/file.ts'
import { DomainError } from '../domain/errors.ts'
import { patiently } from './body.ts'

type Limits = {
  readonly mostBytes: number
  /** What it is said to be; undefined where nothing is said. */
  readonly claimed: string | undefined
  /** A sender that brings nothing for so long is gone. */
  readonly silenceMs?: number | undefined
}

type Measures = { readonly digest: Buffer; readonly size: number; readonly mediaType: MediaType }

export type Measured = {
  /** Stops in the middle where there is more than may be, or where it is nothing that may be. */
  readonly bytes: AsyncIterable<Buffer>
  /** When all of it came by. */
  readonly measures: () => Measures
}

/** Counts, hashes and recognises a file while it goes by, and keeps none of it. */
export function measured(request: IncomingMessage, { mostBytes, claimed, silenceMs = 30_000 }: Limits): Measured {
  const hash = createHash('sha256')
  let size = 0
  let head = Buffer.alloc(0)
  let mediaType: MediaType | undefined

  const look = () => {
    mediaType = sniff(head)
    if (mediaType === undefined || (claimed !== undefined && claimed !== mediaType))
      throw new DomainError('FILE_TYPE_REFUSED')
  }

  const recognise = (piece: Buffer) => {
    if (head.length === headLength) return
    head = Buffer.concat([head, piece.subarray(0, headLength - head.length)])
    if (head.length === headLength) look()
  }

  const pass = async function* () {
    for await (const piece of patiently(request, () => silenceMs)) {
      size += piece.length
      if (size > mostBytes) throw new DomainError('FILE_TOO_LARGE')
      recognise(piece)
      hash.update(piece)
      yield piece
    }
    if (size === 0) throw new DomainError('FILE_EMPTY')
    if (head.length < headLength) look()
  }

  return {
    bytes: pass(),
    measures: () => {
      if (mediaType === undefined) throw new Error('a file was measured before it had come by')
      return { digest: hash.digest(), size, mediaType }
    },
  }
}
