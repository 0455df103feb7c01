import { Client, Connection } from '@temporalio/client'
import { bundleWorkflows, serve } from '../../src/activities/serve.ts'
import { ensureNamespace } from '../../src/relay/namespace.ts'
import type { FreshTemporal } from '../installation.ts'

export type BareStep = 'local' | 'ordinary'

export type BareActivities = {
  step(id: string): Promise<void>
  act(id: string): Promise<void>
}

export type BareWorker = { readonly client: Client; readonly taskQueue: string; stop(): Promise<void> }

let bundle: ReturnType<typeof bundleWorkflows> | undefined

/** A worker with Drempel's own settings, and activities that do nothing but be counted. */
export async function startBareWorker(temporal: FreshTemporal, activities: BareActivities): Promise<BareWorker> {
  const { address, namespace } = temporal
  bundle ??= bundleWorkflows(new URL('workflows.ts', import.meta.url))
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  await ensureNamespace(client)
  const taskQueue = 'bare'
  const silent = { info() {}, warn: console.warn }
  const serving = serve({
    taskQueue,
    activities,
    bundle: await bundle,
    whenReady: async () => ({ address, namespace, tls: false, apiKey: undefined }),
    log: silent,
  })
  return {
    client,
    taskQueue,
    stop: async () => {
      await serving.stop()
      await connection.close()
    },
  }
}
