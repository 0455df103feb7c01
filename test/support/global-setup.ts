import type { ProvidedContext } from 'vitest'
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

export type Setting = {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly log: (line: string) => void
}

type TestServer<Name extends keyof ProvidedContext> = {
  readonly provided: ProvidedContext[Name]
  stop(): Promise<void>
}

type StartTemporal = (setting: Setting, postgres: Promise<TestServer<'postgres'>>) => Promise<TestServer<'temporal'>>

export const setup = (project: TestProject) => serve(project, startTestTemporal)

/** One PostgreSQL and one Temporal for the whole run: each test file has a database and a namespace of its own. */
export async function serve(project: TestProject, startTemporal: StartTemporal): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('drempel-test-')
  const setting = { folder: folder.path, env: process.env, log: (line: string) => console.error(line) }
  const postgres = startTestPostgres(setting)
  const temporal = startTemporal(setting, postgres)
  const stop = async () => {
    // Temporal may be on this PostgreSQL.
    for (const server of [temporal, postgres]) {
      const [started] = await Promise.allSettled([server])
      if (started.status === 'fulfilled') await started.value.stop()
    }
    await folder.remove()
  }
  try {
    const [records, waits] = await Promise.all([postgres, temporal])
    project.provide('postgres', records.provided)
    project.provide('temporal', waits.provided)
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
