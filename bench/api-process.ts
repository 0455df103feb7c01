import { fork } from 'node:child_process'
import { once } from 'node:events'

export type ApiState = {
  readonly port: number
  /** Bytes in memory now, and at most since it was asked last. */
  readonly rss: number
  readonly peakRss: number
}

export type ApiProcess = { readonly port: number; state(): Promise<ApiState>; stop(): Promise<void> }

/** The API in a process of its own, as in production, which tells how much memory it holds. */
export async function startApiProcess(env: NodeJS.ProcessEnv): Promise<ApiProcess> {
  const child = fork(new URL('api-child.ts', import.meta.url), { env: { ...process.env, ...env } })
  const told = async (): Promise<ApiState> => {
    const [state] = await once(child, 'message')
    return state
  }
  const { port } = await told()
  return {
    port,
    state: () => {
      const answer = told()
      child.send('state')
      return answer
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
