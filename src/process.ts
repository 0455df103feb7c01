import { DefaultLogger, Runtime } from '@temporalio/worker'
import { ConfigError } from './config.ts'

// Longer than any drain, so that a process that hangs ends all the same.
const patienceMs = 20_000

/**
 * Runs a process until it is told to end, and then drains it. A second signal ends it at once. What is wrong with the
 * configuration is told without a stack.
 */
export async function runProcess(start: () => Promise<() => Promise<void>>): Promise<void> {
  try {
    const stop = await start()
    const end = once((signal: NodeJS.Signals) => {
      setTimeout(() => process.exit(1), patienceMs).unref()
      process.once(signal, () => process.exit(1))
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
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

function once<A>(run: (argument: A) => void): (argument: A) => void {
  let ran = false
  return (argument) => {
    if (ran) return
    ran = true
    run(argument)
  }
}

/** Runs a command that ends by itself, with its exit code; a wrong configuration is told without a stack. */
export async function runCommandLine(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
