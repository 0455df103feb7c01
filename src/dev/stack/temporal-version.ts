import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { Problem } from '../../../tools/problem.mjs'

/** `temporal` reports the version of the command line and of the server in it; both are pinned by the Go module. */
export type TemporalVersion = { readonly cli: string; readonly server: string }

export const temporalModule = new URL('../../../tools/temporal/', import.meta.url)

/** The pinned versions. An older server cannot skip time, which the workflow tests need. */
export function pinnedVersion(): TemporalVersion {
  const module = readFileSync(new URL('go.mod', temporalModule), 'utf8')
  const versionOf = (path: string) => {
    const version = new RegExp(`^\\s*${path} v(\\S+)`, 'm').exec(module)?.[1]
    if (version === undefined) throw new Problem(`tools/temporal/go.mod pins no version of ${path}`)
    return version
  }
  return { cli: versionOf('github.com/temporalio/cli'), server: versionOf('go.temporal.io/server') }
}

export function parseVersion(output: string): TemporalVersion | undefined {
  const [, cli, server] = /version (\d+\.\d+\.\d+).*\(Server (\d+\.\d+\.\d+)/.exec(output) ?? []
  return cli === undefined || server === undefined ? undefined : { cli, server }
}

/** What a program says it is; undefined when there is no such program, or it is something else. */
export async function versionOf(program: string): Promise<TemporalVersion | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 20_000 })
    return parseVersion(stdout)
  } catch {
    return undefined
  }
}

export function isNewEnough(server: string, least: string): boolean {
  const [a, b] = [server, least].map((version) => version.split('.').map(Number))
  for (const [position, wanted] of (b ?? []).entries()) {
    const found = a?.[position] ?? 0
    if (found !== wanted) return found > wanted
  }
  return true
}
