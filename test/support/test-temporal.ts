import { join } from 'node:path'
import type { ProvidedContext } from 'vitest'
import { startTemporal } from '../../src/dev/stack/temporal.ts'
import { askGivenTemporal } from '../../src/dev/stack/temporal-address.ts'
import { temporalProgram } from '../../src/dev/stack/temporal-program.ts'
import type { Setting } from './global-setup.ts'

type TestServer = { readonly provided: ProvidedContext['temporal']; stop(): Promise<void> }

/** The given server, which must allow skipping time, or an embedded one. */
export async function startTestTemporal({ folder, env, log }: Setting): Promise<TestServer> {
  const given = env.TEMPORAL_ADDRESS
  if (given) {
    await askGivenTemporal({ address: given })
    return { provided: { address: given }, stop: async () => undefined }
  }
  const server = await startTemporal({
    program: await temporalProgram({ env, log }),
    dataFolder: join(folder, 'temporal'),
    port: 0,
    uiPort: 0,
    inMemory: true,
  })
  return { provided: { address: server.address }, stop: () => server.stop() }
}
