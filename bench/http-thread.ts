import { Agent, request as httpRequest } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { inLanes, timed } from './rounds.ts'

export type Errand = {
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
  readonly bodies: readonly string[]
  readonly lanes: number
  /** Every answer holds this. */
  readonly expected: string
}

export type Finished = { readonly ms: number; readonly wrong: string | undefined }

const { port, headers, bodies, lanes, expected }: Errand = workerData
const agent = new Agent({ keepAlive: true, maxSockets: lanes })
let wrong: string | undefined

const ms = await timed(() =>
  inLanes(bodies, lanes, async (body) => {
    const answer = await post(body)
    if (!answer.includes(expected)) wrong = answer
  }),
)
parentPort?.postMessage({ ms, wrong } satisfies Finished)

function post(body: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  const options = {
    host: '127.0.0.1',
    port,
    method: 'POST',
    path: '/graphql',
    agent,
    headers: { ...headers, ...length },
  }
  const request = httpRequest(options, (response) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => {
      text += chunk
    })
    response.on('end', () => resolve(text))
    response.on('error', reject)
  })
  request.on('error', reject)
  request.end(body)
  return promise
}
