import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../../../tools/lock.mjs'
import { cacheFolder } from './folders.ts'
import { buildTemporal, type Making } from './temporal-build.ts'
import { downloadTemporal } from './temporal-download.ts'
import { isNewEnough, pinnedVersion, versionOf } from './temporal-version.ts'

type Search = Pick<Making, 'env' | 'log'> & { readonly signal?: AbortSignal }

/**
 * Finds or makes a Temporal server: the `temporal` on the PATH when it is new enough, what an earlier run kept, Temporal's
 * own download, a build from the pinned Go module. Of several runs that find none, one makes it and the others wait.
 */
export async function temporalProgram({ env, log, signal = new AbortController().signal }: Search): Promise<string> {
  const version = pinnedVersion()
  const installed = await versionOf('temporal')
  if (installed !== undefined && isNewEnough(installed.server, version.server)) return 'temporal'
  if (installed !== undefined) log(`temporal on the PATH has server ${installed.server}: ${version.server} is needed`)
  const name = `${version.cli}-server-${version.server}-${process.platform}-${process.arch}`
  const folder = join(cacheFolder(env), 'temporal', name)
  const program = join(folder, 'temporal')
  const onWait = (pid: number) => log(`waiting for process ${pid}, which is making the Temporal server`)
  if (existsSync(program)) return program
  await withLock(join(folder, 'making.lock'), { onWait, signal }, async () => {
    if (existsSync(program)) return
    const making: Making = { program, version, env, log, signal }
    if (!(await downloadTemporal(making))) await buildTemporal(making)
  })
  return program
}
