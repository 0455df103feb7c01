import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rename, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { withProgress } from './progress.ts'
import { type TemporalVersion, temporalModule } from './temporal-version.ts'

type Build = { readonly program: string; readonly version: TemporalVersion; readonly log: (line: string) => void }

const otherWays = `Other ways: install Temporal's command line (https://docs.temporal.io/cli) so that \`temporal\` is on the PATH,
or run a Temporal server elsewhere and give its TEMPORAL_ADDRESS.`

/** Builds the server from the module in tools/temporal: five minutes on two cores and 4 GB of Go's caches, once. */
export async function buildTemporal({ program, version, log }: Build): Promise<void> {
  const unfinished = `${program}.${process.pid}`
  const stamp = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${version.cli}`
  const args = ['build', '-trimpath', '-ldflags', stamp, '-o', unfinished, 'github.com/temporalio/cli/cmd/temporal']
  try {
    await withProgress(`building Temporal ${version.cli} with Go (once, about 5 minutes)`, log, () => go(args))
    await rename(unfinished, program)
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function go(args: readonly string[]): Promise<void> {
  const child = spawn('go', args, {
    cwd: fileURLToPath(temporalModule),
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const endWithUs = () => child.kill()
  process.once('exit', endWithUs)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000)
  })
  try {
    const [code, signal] = await once(child, 'close')
    if (code === 0) return
    throw new Error(`the Temporal server could not be built (go: ${code ?? signal}):\n${said.trim()}\n${otherWays}`)
  } catch (error) {
    if (!isMissing(error)) throw error
    const message = `there is no Temporal server, and no Go 1.26 to build one (https://go.dev/dl).\n${otherWays}`
    throw new Error(message, { cause: error })
  } finally {
    process.off('exit', endWithUs)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
