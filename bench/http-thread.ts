import { Agent } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { post } from './http-post.ts'
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
    const answer = await post({ port, headers, agent }, body)
    if (!answer.includes(expected)) wrong = answer
  }),
)
parentPort?.postMessage({ ms, wrong } satisfies Finished)
