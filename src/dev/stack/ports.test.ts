import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort, freePorts, onFreePort } from './ports.ts'
import { ServerEndedError } from './server-process.ts'

const listening: Server[] = []
afterEach(() => {
  for (const server of listening.splice(0)) server.close()
})

async function occupy(port: number): Promise<void> {
  const server = createServer()
  listening.push(server)
  await new Promise<void>((resolve) => server.listen({ port, host: '127.0.0.1' }, resolve))
}

describe('a free port', () => {
  it('is the preferred one when nothing listens there, else one after it', async () => {
    const preferred = await freePort(0)
    expect(await freePort(preferred)).toBe(preferred)
    await occupy(preferred)
    const other = await freePort(preferred)
    expect(other).toBeGreaterThan(preferred)
    expect(other).toBeLessThan(preferred + 50)
  })

  it('is found as often as asked, each another one of the range', async () => {
    const from = 21_000 + (process.pid % 1_000) * 10
    await occupy(from + 1)
    const found = await freePorts(3, { from, to: from + 10 })
    expect(new Set(found).size).toBe(3)
    expect(found.every((port) => port >= from && port < from + 10 && port !== from + 1)).toBe(true)
    await expect(freePorts(11, { from, to: from + 10 })).rejects.toThrow('no free port')
  })

  it('is chosen again when the server lost it between the look and the bind', async () => {
    let starts = 0
    const port = await onFreePort(0, async (chosen) => {
      starts++
      if (starts < 3) throw new ServerEndedError('PostgreSQL', 'could not bind: Address already in use')
      return chosen
    })
    expect(starts).toBe(3)
    expect(port).toBeGreaterThan(0)
  })

  it('is not chosen again when the server ended for another reason', async () => {
    let starts = 0
    const start = onFreePort(0, async () => {
      starts++
      throw new ServerEndedError('PostgreSQL', 'FATAL: data directory has wrong ownership')
    })
    await expect(start).rejects.toThrow('wrong ownership')
    expect(starts).toBe(1)
  })
})
