import type { IncomingMessage } from 'node:http'

export const longestBody = 1_048_576
const longestMs = 30_000

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'

  constructor() {
    super(`a body holds at most ${longestBody} bytes`)
  }
}

export class BodyTooSlow extends Error {
  override readonly name = 'BodyTooSlow'

  constructor() {
    super('a body took too long to come in')
  }
}

/** Counted as it comes in: what is announced too large is not even read. */
export async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > longestBody) throw new BodyTooLarge()
  const chunks: Buffer[] = []
  let size = 0
  const deadline = Date.now() + longestMs
  for await (const chunk of patiently(request, () => deadline - Date.now())) {
    size += chunk.length
    if (size > longestBody) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What comes in, for as long as no piece keeps us waiting. Whoever stops early leaves the connection open for an answer. */
export async function* patiently(request: IncomingMessage, patienceMs: () => number): AsyncGenerator<Buffer> {
  const pieces: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const next = await within(patienceMs(), pieces.next())
      if (next.done) return
      yield next.value
    }
  } finally {
    // Not waited for: the piece that kept us waiting may never come.
    void pieces.return?.()
  }
}

async function within<T>(ms: number, coming: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new BodyTooSlow()), Math.max(0, ms))
  try {
    return await Promise.race([coming, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
