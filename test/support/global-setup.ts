import type { TestProject } from 'vitest/node'
import { Problem } from '../../tools/problem.mjs'
import { temporaryFolder } from './temporary-folder.ts'
import { startTestPostgres } from './test-postgres.ts'
import { startTestTemporal } from './test-temporal.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Who may make databases, who owns the tables, who logs in, and the migrated database to copy. */
    readonly postgres: {
      readonly adminUrl: string
      readonly ownerUrl: string
      readonly url: string
      readonly template: string
    }
    readonly temporal: { readonly address: string }
  }
}

/** One PostgreSQL and one Temporal for the whole run: each test file has a database and a namespace of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('drempel-test-')
  const log = (line: string) => console.error(line)
  const setting = { folder: folder.path, env: process.env, log }
  const servers = [startTestPostgres(setting), startTestTemporal(setting)] as const
  const stop = async () => {
    const started = await Promise.allSettled(servers)
    await Promise.all(started.map(async (server) => server.status === 'fulfilled' && (await server.value.stop())))
    await folder.remove()
  }
  try {
    const [postgres, temporal] = await Promise.all(servers)
    project.provide('postgres', postgres.provided)
    project.provide('temporal', temporal.provided)
    return stop
  } catch (error) {
    await stop()
    throw withoutStack(error)
  }
}

/** What the person at the keyboard can mend is told by its message alone. */
export function withoutStack(error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  const problem = new Problem(error.message)
  problem.stack = `${problem.name}: ${problem.message}`
  return problem
}
