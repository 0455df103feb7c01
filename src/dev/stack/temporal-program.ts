import { existsSync } from 'node:fs'
import { join } from 'node:path'
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript with its types beside it
import { withLock } from '../../../tools/lock.mjs'
import { cacheFolder } from './folders.ts'
import { buildTemporal } from './temporal-build.ts'
import { downloadTemporal } from './temporal-download.ts'
import { isNewEnough, pinnedVersion, versionOf } from './temporal-version.ts'

type Search = { readonly env: NodeJS.ProcessEnv; readonly log: (line: string) => void }

/**
 * Finds or makes a Temporal server: the `temporal` on the PATH when it is new enough, what an earlier run kept, Temporal's
 * own download, a build from the pinned Go module. Of several runs that find none, one makes it and the others wait.
 */
export async function temporalProgram({ env, log }: Search): Promise<string> {
  const pinned = pinnedVersion()
  const installed = await versionOf('temporal')
  if (installed !== undefined && isNewEnough(installed.server, pinned.server)) return 'temporal'
  if (installed !== undefined)
    log(`the temporal on the PATH has server ${installed.server}, ${pinned.server} is needed`)
  const key = `${pinned.cli}-server-${pinned.server}-${process.platform}-${process.arch}`
  const folder = join(cacheFolder(env), 'temporal', key)
  const program = join(folder, 'temporal')
  if (existsSync(program)) return program
  const onWait = (pid: number) => log(`waiting for process ${pid}, which is making the Temporal server`)
  await withLock(join(folder, 'making.lock'), { onWait }, async () => {
    if (existsSync(program)) return
    const downloaded = await downloadTemporal({ program, version: pinned.cli, log })
    if (!downloaded) await buildTemporal({ program, version: pinned, log })
  })
  return program
}
