import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { withProgress } from './progress.ts'
import { versionOf } from './temporal-version.ts'

const limitMs = 300_000

type Download = { readonly program: string; readonly version: string; readonly log: (line: string) => void }

/** Answers false when there is no way to Temporal's downloads, which is no error: the server can be built instead. */
export async function downloadTemporal({ program, version, log }: Download): Promise<boolean> {
  await mkdir(dirname(program), { recursive: true })
  const folder = await mkdtemp(`${program}-download-`)
  try {
    await withProgress(`downloading Temporal ${version}`, log, () => runKit(folder, version))
    for (const name of await readdir(folder)) {
      const found = join(folder, name)
      if ((await versionOf(found))?.cli !== version) continue
      await rename(found, program)
      return true
    }
    log('no download of Temporal from here')
    return false
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The kit also starts what it downloads and may fail at that: what counts is the file. */
async function runKit(folder: string, version: string): Promise<void> {
  const kit = fileURLToPath(new URL('temporal-download-kit.ts', import.meta.url))
  await promisify(execFile)(process.execPath, [kit, folder, version], { timeout: limitMs }).catch(() => undefined)
}
