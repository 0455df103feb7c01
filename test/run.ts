import { parseCLI, startVitest, type Vitest } from 'vitest/node'

/**
 * Runs every tier, or what the arguments name (as vitest takes them). The last line is a plain one that any reader of
 * logs can count, and the exit code is 0 only when something ran and all of it passed.
 */
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const vitest = await startVitest(filter, { ...options, run: true, watch: false })
const { passed, failed } = count(vitest)
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)

/** What fails outside every test counts too: a file that cannot be loaded, servers that do not start, a run without tests. */
function count({ state }: Vitest): { readonly passed: number; readonly failed: number } {
  const files = state.getTestModules()
  const tests = files.flatMap((file) => [...file.children.allTests()])
  const inState = (wanted: 'passed' | 'failed') => tests.filter((test) => test.result().state === wanted).length
  const passed = inState('passed')
  const brokenFiles = files.filter((file) => file.errors().length > 0).length
  const failed = inState('failed') + brokenFiles + state.getUnhandledErrors().length
  const somethingFailed = passed === 0 || Boolean(process.exitCode)
  return { passed, failed: somethingFailed ? Math.max(1, failed) : failed }
}
