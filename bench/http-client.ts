import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Errand, Finished } from './http-thread.ts'

/** Sends every body, some at a time, from a thread of its own: what a client costs is neither side's work. */
export async function sendAll(errand: Errand): Promise<number> {
  const thread = new Worker(new URL('http-thread.ts', import.meta.url), { workerData: errand })
  const [finished] = await once(thread, 'message')
  const { ms, wrong }: Finished = finished
  await thread.terminate()
  if (wrong !== undefined) throw new Error(`not the answer that was expected: ${wrong}`)
  return ms
}
