import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from '../../../tools/problem.mjs'
import { withProgress } from './progress.ts'
import { logTail, startServer } from './server-process.ts'
import { type TemporalVersion, temporalModule } from './temporal-version.ts'

export type Making = {
  readonly program: string
  readonly version: TemporalVersion
  readonly env: NodeJS.ProcessEnv
  readonly log: (line: string) => void
  readonly signal: AbortSignal
}

const commandNotFound = 127
const otherWays = `Other ways: install Temporal's command line (https://docs.temporal.io/cli) so that \`temporal\` is on the PATH,
or run a Temporal server elsewhere and give its TEMPORAL_ADDRESS.`

/** Builds the server from the module in tools/temporal: five minutes on two cores and 4 GB of Go's caches, once. */
export async function buildTemporal({ program, version, env, log, signal }: Making): Promise<void> {
  const unfinished = `${program}.unfinished`
  const stamp = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${version.cli}`
  await withProgress(`building Temporal ${version.cli} with Go (once, about 5 minutes)`, log, () =>
    go({
      folder: dirname(program),
      args: ['build', '-ldflags', stamp, '-o', unfinished, 'github.com/temporalio/cli/cmd/temporal'],
      env: { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
      signal,
    }),
  )
  await rename(unfinished, program)
}

type Go = {
  readonly folder: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

/** Under a guard, as the servers: a build takes long enough to be interrupted. */
async function go({ folder, args, env, signal }: Go): Promise<void> {
  const build = await startServer('Go', {
    command: 'go',
    args,
    env,
    cwd: fileURLToPath(temporalModule),
    logFile: join(folder, 'build.log'),
    pidFile: join(folder, 'build.pid'),
  })
  const stop = () => void build.stop()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const code = await build.ended
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (code === commandNotFound) {
    throw new Problem(`there is no Temporal server, and no Go 1.26 to build one (https://go.dev/dl).\n${otherWays}`)
  }
  if (code === 0) return
  throw new Problem(`the Temporal server could not be built:\n${await logTail(build.logFile)}\n${otherWays}`)
}
