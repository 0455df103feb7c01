import { hash, hashSync, verify } from '@node-rs/argon2'
import { type HashingPort, Overloaded } from './port.ts'

// OWASP's first recommendation: argon2id (the library's default algorithm), 19 MiB, two passes, one lane.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

type Limits = { readonly concurrency: number; readonly queue: number }

export function argon2Hashing({ concurrency, queue }: Limits): HashingPort {
  const waiting: (() => void)[] = []
  let running = 0
  let admitted = 0
  // Made beforehand: whoever is the first nobody waits no longer than anybody else.
  const decoy = hashSync('nobody has this password', options)

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= concurrency) {
      if (waiting.length >= queue) throw new Overloaded()
      await new Promise<void>((go) => waiting.push(go))
    } else {
      running++
    }
    try {
      return await work()
    } finally {
      // The turn passes on without being given back, so nobody slips in between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  return {
    admit: async (work) => {
      if (admitted >= concurrency + queue) throw new Overloaded()
      admitted++
      try {
        return await work()
      } finally {
        admitted--
      }
    },
    hash: (secret) => inTurn(() => hash(secret, options)),
    hashWith: (secret, salt) => inTurn(() => hash(secret, { ...options, salt })),
    verify: (known, secret) => inTurn(() => verify(known, secret)),
    pretend: async (secret) => {
      await inTurn(() => verify(decoy, secret))
      return false
    },
    load: () => ({ running, queued: waiting.length }),
  }
}
