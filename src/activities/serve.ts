import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker'
import type { FailureLog } from './failures.ts'

export type ServeOptions = {
  readonly taskQueue: string
  readonly activities: object
  readonly bundle: WorkflowBundle
  /** Answers where Temporal is once it is there and knows the namespace: a worker that polls an unknown one gives up. */
  readonly whenReady: () => Promise<TemporalServer>
  readonly log: FailureLog & { info(entry: { event: string; [key: string]: unknown }): void }
}

export type TemporalServer = {
  readonly address: string
  readonly namespace: string
  readonly tls: boolean
  readonly apiKey: string | undefined
}

export type Serving = { stop(): Promise<void> }

/** The workflows as one script, made once per process; tests share it between files. */
export function bundleWorkflows(entry = new URL('../workflows/all.ts', import.meta.url)): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(entry),
    logger: new DefaultLogger('ERROR'),
  })
}

/**
 * Serves workflows and activities for as long as the process lives. A worker that loses its server for good (an emptied
 * Temporal, a namespace that is gone) ends with an error; then the next one is started.
 */
export function serve(options: ServeOptions): Serving {
  const stopping = new AbortController()
  const aborted = new Promise<undefined>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(undefined)),
  )
  let current: Worker | undefined

  const run = async () => {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      try {
        const server = await Promise.race([options.whenReady(), aborted])
        if (server !== undefined) await once(server)
        failures = 0
      } catch (error) {
        if (stopping.signal.aborted) return
        options.log.warn({ event: 'temporal.workerEnded', error })
        const pauseMs = Math.min(30_000, 1_000 * 2 ** failures)
        await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  const once = async ({ address, namespace, tls, apiKey }: TemporalServer) => {
    const connection = await NativeConnection.connect({ address, tls, ...(apiKey === undefined ? {} : { apiKey }) })
    try {
      current = await Worker.create({ connection, namespace, ...settings(options) })
      options.log.info({ event: 'temporal.workerStarted' })
      if (stopping.signal.aborted) current.shutdown()
      await current.run()
    } finally {
      current = undefined
      await connection.close()
    }
  }

  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      if (current?.getState() === 'RUNNING') current.shutdown()
      await Promise.race([running, pause(10_000, undefined, { ref: false })])
    },
  }
}

function settings({ taskQueue, activities, bundle }: ServeOptions) {
  return {
    taskQueue,
    activities,
    workflowBundle: bundle,
    maxCachedWorkflows: 500,
    maxConcurrentActivityTaskExecutions: 20,
    maxConcurrentLocalActivityExecutions: 20,
    // A killed worker's journeys go to another one after this, instead of after the default ten seconds.
    stickyQueueScheduleToStartTimeout: '2s',
    shutdownGraceTime: '5s',
    shutdownForceTime: '8s',
  } as const
}
