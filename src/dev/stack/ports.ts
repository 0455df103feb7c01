import { createServer } from 'node:net'
import { Problem } from '../../../tools/problem.mjs'
import { isPortTaken } from './server-process.ts'

const host = '127.0.0.1'
const attempts = 5

type Range = { readonly from: number; readonly to: number }

type Held = { readonly port: number; release(): Promise<void> }

/** Listens there; undefined when something else does. */
function hold(port: number): Promise<Held | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
    )
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address()
      const release = () => new Promise<void>((closed) => probe.close(() => closed()))
      resolve(typeof address === 'object' && address !== null ? { port: address.port, release } : undefined)
    })
  })
}

async function listenOn(port: number): Promise<number | undefined> {
  const held = await hold(port)
  await held?.release()
  return held?.port
}

/** The preferred port or the first free one after it; 0 leaves the choice to the system. */
export async function freePort(preferred: number): Promise<number> {
  if (preferred !== 0) {
    for (let port = preferred; port < preferred + 50 && port <= 65535; port++) {
      if (await listenOn(port)) return port
    }
  }
  return (await listenOn(0)) ?? never()
}

/** So many free ports from a range, no two alike: each is held until all are found. */
export async function freePorts(count: number, { from, to }: Range): Promise<readonly number[]> {
  const held: Held[] = []
  const begin = from + Math.floor(Math.random() * (to - from)) // so that starts at one time rarely meet
  for (let tries = 0; held.length < count && tries < to - from; tries++) {
    const found = await hold(from + ((begin - from + tries) % (to - from)))
    if (found) held.push(found)
  }
  await Promise.all(held.map((one) => one.release()))
  return held.length === count ? held.map(({ port }) => port) : never()
}

function never(): never {
  throw new Problem(`no free port on ${host}`)
}

/**
 * Starts a server on a free port. Another start may take that port between the look and the bind, so a server that ends
 * because its port is taken is tried again on the next one.
 */
export async function onFreePort<T>(preferred: number, start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePort(preferred))
    } catch (error) {
      if (attempt === attempts || !isPortTaken(error)) throw error
    }
  }
}
