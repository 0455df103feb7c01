import { Agent } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { post } from '../http-post.ts'

export type Reading = {
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly lanes: number
  readonly expected: string
}

/** Reads without a pause until it is told to stop, and answers when each read was done. */
const { port, headers, body, lanes, expected }: Reading = workerData
const agent = new Agent({ keepAlive: true, maxSockets: lanes })
const doneAt: number[] = []
let stopping = false
parentPort?.once('message', () => {
  stopping = true
})
await Promise.all(Array.from({ length: lanes }, readOn))
parentPort?.postMessage(doneAt)

async function readOn(): Promise<void> {
  while (!stopping) {
    const answer = await post({ port, headers, agent }, body)
    if (!answer.includes(expected)) throw new Error(`not the answer that was expected: ${answer}`)
    doneAt.push(performance.timeOrigin + performance.now())
  }
}
