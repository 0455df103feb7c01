import { createServer } from 'node:net'
import { Problem } from '../../../tools/problem.mjs'
import { isPortTaken } from './server-process.ts'

const host = '127.0.0.1'
const attempts = 5

function listenOn(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
    )
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}

/** The preferred port or the first free one after it; 0 leaves the choice to the system. */
export async function freePort(preferred: number): Promise<number> {
  if (preferred !== 0) {
    for (let port = preferred; port < preferred + 50 && port <= 65535; port++) {
      if (await listenOn(port)) return port
    }
  }
  const port = await listenOn(0)
  if (port === undefined) throw new Problem(`no free port on ${host}`)
  return port
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
