import { DefaultLogger, Runtime } from '@temporalio/worker'
import { ConfigError } from './config.ts'
import { openLog } from './log.ts'
import { toldToStop, untilAborted } from './told-to-stop.ts'

// Longer than any drain, so that a process that hangs ends all the same.
const patienceMs = 20_000

/**
 * Runs a process until it is told to stop, and then drains it. Told again, it ends at once. What is wrong with the
 * configuration is told without a stack.
 */
export async function runProcess(start: () => Promise<() => Promise<void>>): Promise<void> {
  const stopping = toldToStop()
  process.on('uncaughtException', crash)
  await runCommandLine(async () => {
    const stop = await start()
    await untilAborted(stopping)
    setTimeout(() => process.exit(1), patienceMs).unref()
    await stop()
    process.exit(0)
  })
}

/** Node would print the error with all that it carries; a failed query carries its parameters. */
function crash(error: unknown): never {
  openLog('fatal').fatal({ event: 'process.crashed', error })
  process.exit(1)
}

/** Runs a command that ends by itself, with its exit code. */
export async function runCommandLine(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** Temporal's native core would otherwise take the signals itself, and print hundreds of lines while its server is away. */
export function installTemporalRuntime(): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  })
}
