import type { TestProject } from 'vitest/node'
import { findChromium } from './chromium.ts'
import { withoutStack } from './global-setup.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { startTestPostgres } from './test-postgres.ts'

/** For browser tests alone: a browser, which may have to be installed first, and a PostgreSQL of their own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('drempel-test-')
  try {
    const { env } = process
    project.provide('chromium', await findChromium({ env, log: (line) => console.error(line) }))
    const postgres = await startTestPostgres({ env, folder: folder.path })
    project.provide('postgres', postgres.provided)
    return async () => {
      await postgres.stop()
      await folder.remove()
    }
  } catch (error) {
    await folder.remove()
    throw withoutStack(error)
  }
}
