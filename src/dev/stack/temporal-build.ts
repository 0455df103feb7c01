import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from '../../../tools/problem.mjs'
import { withProgress } from './progress.ts'
import { logTail, startServer } from './server-process.ts'
import { type TemporalVersion, temporalModule } from './temporal-version.ts'

/** What the module in tools/temporal builds: the dev server, and the two programs of a server on PostgreSQL. */
const packages = {
  temporal: 'github.com/temporalio/cli/cmd/temporal',
  'temporal-server': 'go.temporal.io/server/cmd/server',
  'temporal-sql-tool': 'go.temporal.io/server/cmd/tools/sql',
} as const

export type ProgramName = keyof typeof packages

export type Making = {
  readonly name: ProgramName
  /** Where it is to be. */
  readonly program: string
  readonly version: TemporalVersion
  readonly env: NodeJS.ProcessEnv
  readonly log: (line: string) => void
  readonly signal: AbortSignal
}

const commandNotFound = 127

/** Builds one program: five minutes on two cores and 4 GB of Go's caches the first time, half a minute for another. */
export async function buildTemporal({ name, program, version, env, log, signal }: Making): Promise<void> {
  const unfinished = `${program}.unfinished`
  const stamp = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${version.cli}`
  const what = `${name} ${name === 'temporal' ? version.cli : version.server}`
  await withProgress(`building ${what} with Go (once, about 5 minutes)`, log, () =>
    go({
      name,
      folder: dirname(program),
      args: ['build', '-ldflags', stamp, '-o', unfinished, packages[name]],
      env: { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
      signal,
    }),
  )
  await rename(unfinished, program)
}

function otherWays(name: ProgramName, folder: string): string {
  const elsewhere = 'or run a Temporal server elsewhere and give its TEMPORAL_ADDRESS.'
  if (name !== 'temporal') {
    return `Other ways: build it where there is Go and copy it to ${folder},
${elsewhere}`
  }
  return `Other ways: install Temporal's command line (https://docs.temporal.io/cli) so that \`temporal\` is on the PATH,
${elsewhere}`
}

type Go = {
  readonly name: ProgramName
  readonly folder: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

/** Under a guard, as the servers: a build takes long enough to be interrupted. */
async function go({ name, folder, args, env, signal }: Go): Promise<void> {
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
    const missing = `there is no ${name}, and no Go 1.26 to build one (https://go.dev/dl)`
    throw new Problem(`${missing}.\n${otherWays(name, folder)}`)
  }
  if (code === 0) return
  throw new Problem(`${name} could not be built:\n${await logTail(build.logFile)}\n${otherWays(name, folder)}`)
}
