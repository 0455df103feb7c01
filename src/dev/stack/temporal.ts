import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { endLeftover } from './leftover.ts'
import { freePort, onFreePort } from './ports.ts'
import { startServer, untilReady } from './server-process.ts'
import { askTemporal } from './temporal-address.ts'

export type TemporalOptions = {
  /** The `temporal` program (`temporal-program.ts`). */
  readonly program: string
  /** Holds the log and, unless the server forgets everything, its database. */
  readonly dataFolder: string
  /** The usual port, or 0 for any; the next free one is taken when something else listens there. */
  readonly port: number
  readonly uiPort: number
  /** In memory everything is faster and gone at the end, time can be skipped and a new namespace is known at once. */
  readonly inMemory: boolean
}

export type EmbeddedTemporal = {
  readonly address: string
  readonly uiUrl: string
  stop(): Promise<void>
}

const testSettings = {
  'frontend.WorkflowTimeSkippingEnabled': 'true',
  'system.namespaceCacheRefreshInterval': '"100ms"',
}

export async function startTemporal(options: TemporalOptions): Promise<EmbeddedTemporal> {
  const { program, dataFolder, inMemory } = options
  await mkdir(dataFolder, { recursive: true })
  const settings = Object.entries(inMemory ? testSettings : {})
  const pidFile = join(dataFolder, 'temporal.pid')
  await endLeftover(pidFile, [program, 'server', 'start-dev']) // before a port is chosen, for it holds the usual one
  return onFreePort(options.port, async (port) => {
    const uiPort = await freePort(options.uiPort)
    const server = await startServer('Temporal', {
      command: program,
      args: [
        ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)],
        ...['--log-level', 'warn', '--log-format', 'json'],
        ...(inMemory ? [] : ['--db-filename', join(dataFolder, 'temporal.sqlite')]),
        ...settings.flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]),
      ],
      logFile: join(dataFolder, 'temporal.log'),
      pidFile,
    })
    const address = `127.0.0.1:${port}`
    await untilReady(server, { withinMs: 60_000, probe: () => askTemporal({ address }) })
    return { address, uiUrl: `http://127.0.0.1:${uiPort}`, stop: () => server.stop() }
  })
}
