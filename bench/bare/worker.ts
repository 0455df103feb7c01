import { Client, Connection } from '@temporalio/client'
import { bundleWorkflows, serve } from '../../src/activities/serve.ts'
import { ensureNamespace } from '../../src/relay/namespace.ts'
import type { FreshTemporal } from '../installation.ts'

export type BareStep = 'local' | 'ordinary'

/** Of which journey, and which of its steps. */
export type BareActivities = {
  step(id: string, n: number): Promise<void>
  act(id: string, n: number): Promise<void>
}

export const taskQueue = 'bare'

export type BareWorker = { readonly client: Client; stop(): Promise<void> }
export type BareClient = { readonly client: Client; close(): Promise<void> }

type Place = Pick<FreshTemporal, 'address' | 'namespace'>

let bundle: ReturnType<typeof bundleWorkflows> | undefined

/** A worker with Drempel's own settings, and activities that do nothing but be counted. */
export async function startBareWorker(temporal: Place, activities: BareActivities): Promise<BareWorker> {
  const { address, namespace } = temporal
  bundle ??= bundleWorkflows(new URL('workflows.ts', import.meta.url))
  const { client, close } = await openBareClient(temporal)
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
    stop: async () => {
      await serving.stop()
      await close()
    },
  }
}

export async function openBareClient({ address, namespace }: Place): Promise<BareClient> {
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  await ensureNamespace(client)
  return { client, close: () => connection.close() }
}
