import { type Pool, reading, type Tx } from '../db/client.ts'

/**
 * The request's one read-only transaction: opened by the first read, shared by every loader, so that one answer shows one
 * instant. A mutation renews it around its command: a command never waits for a connection its own request holds, and what
 * is read after it shows what it did.
 */
export type Reader = {
  read<T>(look: (tx: Tx) => Promise<T>): Promise<T>
  renew(): Promise<void>
  close(): Promise<void>
}

type Held = { look<T>(look: (tx: Tx) => Promise<T>): Promise<T>; end(): Promise<void> }

export function openReader(app: Pool, portalId: string): Reader {
  let held: Held | undefined
  let closed = false

  const renew = async () => {
    const ending = held
    held = undefined
    await ending?.end()
  }

  return {
    read: async (look) => {
      if (closed) throw new Error('a read came after the request had ended')
      held ??= hold(app, portalId)
      return held.look(look)
    },
    renew,
    close: () => {
      closed = true
      return renew()
    },
  }
}

function hold(app: Pool, portalId: string): Held {
  const opened = Promise.withResolvers<Tx>()
  const released = Promise.withResolvers<void>()
  const looks = new Set<Promise<unknown>>()
  // Whoever waits for the transaction hears why it could not begin; once it has begun, each read hears of its own failure.
  const ended = reading(app, portalId, (tx) => {
    opened.resolve(tx)
    return released.promise
  }).catch(opened.reject)
  return {
    look: (look) => {
      const looking = opened.promise.then(look)
      looks.add(looking)
      return looking.finally(() => looks.delete(looking))
    },
    // An answer that failed early leaves reads under way. None of them may reach the connection once it is somebody else's.
    end: async () => {
      await Promise.allSettled(looks)
      released.resolve()
      await ended
    },
  }
}
