import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BytesMissing, type DocumentStorePort, type Place } from './port.ts'

type Harness = {
  readonly store: DocumentStorePort
  /** A place where nothing is yet. */
  readonly place: () => Promise<Place>
}

async function* inParts(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function gather(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Around the edges of whatever an adapter cuts files into. */
const sizes = [1, 262_143, 262_144, 262_145, 524_288, 1_500_001]

export function documentStoreContract(name: string, start: () => Promise<Harness>): void {
  describe(`documents in ${name}`, () => {
    it.each(sizes)('gives back %i bytes as they were, however they came in', async (size) => {
      const { store, place } = await start()
      const bytes = randomBytes(size)
      for (const length of [size, 65_536, 300_000]) {
        const there = await place()
        await store.write(there, inParts(bytes, length))
        expect(digest(await gather(store.read(there, { first: 0, last: size - 1 })))).toBe(digest(bytes))
      }
    })

    it('gives any part of them', async () => {
      const { store, place } = await start()
      const bytes = randomBytes(600_000)
      const there = await place()
      await store.write(there, inParts(bytes, 100_000))
      const ranges = [
        [0, 0],
        [262_143, 262_144],
        [262_144, 524_287],
        [100, 599_999],
        [599_999, 599_999],
      ] as const
      for (const [first, last] of ranges) {
        const part = await gather(store.read(there, { first, last }))
        expect(digest(part), `${first}-${last}`).toBe(digest(bytes.subarray(first, last + 1)))
      }
    })

    it('keeps one file apart from another, and one portal from another', async () => {
      const { store, place } = await start()
      const [one, other] = [await place(), await place()]
      await store.write(one, inParts(Buffer.from('one'), 10))
      await store.write(other, inParts(Buffer.from('two'), 10))
      const mixed = { portalId: other.portalId, fileId: one.fileId }
      expect(String(await gather(store.read(one, { first: 0, last: 2 })))).toBe('one')
      expect(String(await gather(store.read(other, { first: 0, last: 2 })))).toBe('two')
      await expect(gather(store.read(mixed, { first: 0, last: 2 }))).rejects.toThrow(BytesMissing)
    })

    it('says so when bytes are not there, rather than give fewer', async () => {
      const { store, place } = await start()
      const there = await place()
      await expect(gather(store.read(there, { first: 0, last: 0 }))).rejects.toThrow(BytesMissing)
      await store.write(there, inParts(randomBytes(300_000), 100_000))
      await expect(gather(store.read(there, { first: 0, last: 300_000 }))).rejects.toThrow(BytesMissing)
    })

    it('holds little of a large file at a time', async () => {
      const { store, place } = await start()
      const there = await place()
      await store.write(there, inParts(Buffer.alloc(4_000_000), 100_000))
      const reading = store.read(there, { first: 0, last: 3_999_999 })[Symbol.asyncIterator]()
      const { value } = await reading.next()
      expect(value?.length).toBeLessThan(2_000_000)
      await reading.return?.()
    })

    it('passes on why a source failed, and removes what it had', async () => {
      const { store, place } = await start()
      const there = await place()
      const source = async function* () {
        yield randomBytes(300_000)
        throw new Error('the line broke')
      }
      await expect(store.write(there, source())).rejects.toThrow('the line broke')
      await store.remove(there)
      await store.remove(there)
      await expect(gather(store.read(there, { first: 0, last: 0 }))).rejects.toThrow(BytesMissing)
    })
  })
}
