import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { inLanes } from '../rounds.ts'

export type Wave = {
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
  readonly bodies: readonly string[]
}

export type WaveAnswer = { readonly status: number; readonly retryAfter: string | undefined; readonly ms: number }

/** Opens a connection for each, says so, and when it is told to sends all at once, each from an address of its own. */
const { port, headers, bodies }: Wave = workerData
const sockets: Socket[] = []
await inLanes(bodies, 100, async () => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  sockets.push(socket)
})
parentPort?.postMessage('ready')
if (parentPort !== null) await once(parentPort, 'message')
const began = performance.now()
const answers = await Promise.all(sockets.map((socket, n) => send(socket, n)))
parentPort?.postMessage(answers)

async function send(socket: Socket, n: number): Promise<WaveAnswer> {
  const body = bodies[n] ?? ''
  const from = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`
  const length = String(Buffer.byteLength(body))
  const asking = request({
    createConnection: () => socket,
    method: 'POST',
    path: '/graphql',
    headers: { ...headers, host: `127.0.0.1:${port}`, 'content-length': length, 'x-forwarded-for': from },
  })
  asking.end(body)
  const [response] = await once(asking, 'response')
  const ms = performance.now() - began
  response.resume()
  await once(response, 'end')
  return { status: response.statusCode, retryAfter: response.headers['retry-after'], ms }
}
