import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../../../tools/lock.mjs'
import { cacheFolder } from './folders.ts'
import { buildTemporal, type Making, type ProgramName } from './temporal-build.ts'
import { downloadTemporal } from './temporal-download.ts'
import { isNewEnough, pinnedVersion, versionOf } from './temporal-version.ts'

type Search = Pick<Making, 'env' | 'log'> & { readonly signal?: AbortSignal }
type Make = (making: Making) => Promise<void>

/** A dev server: the `temporal` on the PATH when it is new enough, or one that is kept, downloaded or built. */
export async function temporalProgram(search: Search): Promise<string> {
  const { server } = pinnedVersion()
  const installed = await versionOf('temporal')
  if (installed !== undefined && isNewEnough(installed.server, server)) return 'temporal'
  if (installed !== undefined) search.log(`temporal on the PATH has server ${installed.server}: ${server} is needed`)
  return kept('temporal', search, async (making) => {
    if (!(await downloadTemporal(making))) await buildTemporal(making)
  })
}

export type ServerPrograms = {
  readonly server: string
  /** Brings its databases to the schema that this server needs: of the same version, so neither is taken from the PATH. */
  readonly sqlTool: string
}

/** A server as production runs it, kept or built. */
export async function serverPrograms(search: Search): Promise<ServerPrograms> {
  return {
    server: await kept('temporal-server', search, buildTemporal),
    sqlTool: await kept('temporal-sql-tool', search, buildTemporal),
  }
}

/** What an earlier run kept, or what is made now. Of several runs that find none, one makes it and the others wait. */
async function kept(name: ProgramName, search: Search, make: Make): Promise<string> {
  const { env, log, signal = new AbortController().signal } = search
  const version = pinnedVersion()
  const place = `${version.cli}-server-${version.server}-${process.platform}-${process.arch}`
  const folder = join(cacheFolder(env), 'temporal', place)
  const program = join(folder, name)
  const onWait = (pid: number) => log(`waiting for process ${pid}, which is making a Temporal server`)
  if (existsSync(program)) return program
  await withLock(join(folder, 'making.lock'), { onWait, signal }, async () => {
    if (!existsSync(program)) await make({ name, program, version, env, log, signal })
  })
  return program
}
