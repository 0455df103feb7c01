import { execFile } from 'node:child_process'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { withProgress } from './progress.ts'
import type { Making } from './temporal-build.ts'
import { versionOf } from './temporal-version.ts'

const limitMs = 300_000

/** Answers false when there is no way to Temporal's downloads, which is no error: the server can be built instead. */
export async function downloadTemporal({ program, version, log, signal }: Making): Promise<boolean> {
  const folder = `${program}-download`
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  try {
    await withProgress(`downloading Temporal ${version.cli}`, log, () => runKit([folder, version.cli], signal))
    for (const name of await readdir(folder)) {
      const found = join(folder, name)
      if ((await versionOf(found))?.cli !== version.cli) continue
      await rename(found, program)
      return true
    }
    log('Temporal cannot be downloaded from here')
    return false
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The kit also starts what it downloads and may fail at that: what counts is the file. */
async function runKit(args: readonly string[], signal: AbortSignal): Promise<void> {
  const kit = fileURLToPath(new URL('temporal-download-kit.ts', import.meta.url))
  const running = promisify(execFile)(process.execPath, [kit, ...args], { timeout: limitMs, signal })
  await running.catch(() => signal.throwIfAborted())
}
