import type { WorkflowBundle } from '@temporalio/worker'
import { accountActivationActivities } from './activities/account-activation.ts'
import { guarded } from './activities/failures.ts'
import { journeyActivities } from './activities/journeys.ts'
import { bundleWorkflows, serve } from './activities/serve.ts'
import type { Drempel } from './compose.ts'
import { startLoop } from './relay/loop.ts'
import { ensureNamespace } from './relay/namespace.ts'
import { connectTemporal } from './relay/temporal.ts'
import { deliverWakeUps } from './relay/wake-ups.ts'

export type RunningWorker = {
  /** Finishes what is in flight or hands it back, within seconds. */
  stop(): Promise<void>
}

type Options = {
  /** Tests bundle once and share it. */
  readonly bundle?: WorkflowBundle
}

/**
 * The worker process: both queues and the Temporal worker. The queues start at once and go on while Temporal is away; the
 * Temporal worker joins when it can.
 */
export async function startWorker(drempel: Drempel, options: Options = {}): Promise<RunningWorker> {
  const { config, log, app, engine } = drempel
  const { taskQueue } = config.temporal
  const temporal = connectTemporal(config.temporal, log)
  const deps = { app, engine, log, taskQueue, temporal: temporal.client, ...drempel }

  const loops = [
    startLoop({
      name: 'wake-ups',
      channel: 'drempel_wakeups',
      pollMs: 1_000,
      pool: engine,
      log,
      turn: () => deliverWakeUps(deps),
    }),
  ]
  const serving = serve({
    ...config.temporal,
    activities: guarded({ ...journeyActivities(deps), ...accountActivationActivities(deps) }, log),
    bundle: options.bundle ?? (await bundleWorkflows()),
    prepare: async () => ensureNamespace(await temporal.ready()),
    log,
  })

  return {
    stop: async () => {
      await Promise.all([serving.stop(), ...loops.map((loop) => loop.stop())])
      await temporal.close()
    },
  }
}
