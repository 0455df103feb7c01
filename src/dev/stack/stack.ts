import { join } from 'node:path'
import { askGivenPostgres } from './given-postgres.ts'
import { type EmbeddedPostgres, startPostgres } from './postgres.ts'
import { type EmbeddedTemporal, startTemporal } from './temporal.ts'
import { askGivenTemporal, type TemporalAddress } from './temporal-address.ts'
import { temporalProgram } from './temporal-program.ts'

export type StackOptions = {
  /** What was given; both servers are embedded where nothing was. */
  readonly given: {
    readonly database: { readonly url: string; readonly ownerUrl: string } | undefined
    readonly temporal: TemporalAddress | undefined
  }
  /** Keeps the embedded servers' data and logs. */
  readonly dataFolder: string
  readonly env: NodeJS.ProcessEnv
  readonly log: (line: string) => void
  /** Ends what takes long: making a Temporal server. */
  readonly signal: AbortSignal
}

export type Stack = {
  readonly postgres: Pick<EmbeddedPostgres, 'url' | 'ownerUrl'>
  /** Comes later: the first time a server has to be made, and the API works without it. */
  readonly temporal: Promise<Omit<EmbeddedTemporal, 'stop' | 'uiUrl'> & { readonly uiUrl?: string }>
  stop(): Promise<void>
}

const usualPorts = { postgres: 5433, temporal: 7233, temporalUi: 8233 }

/** PostgreSQL, at once, and Temporal, as soon as it is there. */
export async function openStack(options: StackOptions): Promise<Stack> {
  const { given, dataFolder } = options
  if (given.temporal) await askGivenTemporal(given.temporal)
  if (given.database) await askGivenPostgres(given.database.url)
  const postgres = given.database
    ? { ...given.database, stop: async () => undefined }
    : await startPostgres({ dataFolder: join(dataFolder, 'postgres'), port: usualPorts.postgres, durable: true })
  const temporal = given.temporal
    ? Promise.resolve({ address: given.temporal.address, stop: async () => undefined })
    : embeddedTemporal(options)
  temporal.catch(() => undefined) // whoever waits for it is told; until then it is nobody's
  return {
    postgres,
    temporal,
    stop: async () => {
      const [started] = await Promise.allSettled([temporal])
      if (started.status === 'fulfilled') await started.value.stop()
      await postgres.stop()
    },
  }
}

async function embeddedTemporal({ dataFolder, env, log, signal }: StackOptions): Promise<EmbeddedTemporal> {
  return startTemporal({
    program: await temporalProgram({ env, log, signal }),
    dataFolder: join(dataFolder, 'temporal'),
    port: usualPorts.temporal,
    uiPort: usualPorts.temporalUi,
    inMemory: false,
  })
}
