/**
 * `npm run check`: every gate that needs no server. Each step is independent of the others; as many run at a time as there
 * are processors, at most two, because several of the tools use more than one thread themselves. A step that fails shows
 * its output; the exit code is 1 when any failed.
 */
import { availableParallelism } from 'node:os'
import { licenceProblems } from './check/licences.ts'
import { type Result, runTool } from './check/run-tool.ts'
import { treeProblems } from './check/tree.ts'

type Step = { readonly name: string; readonly run: () => Promise<Result> }

const tool = (name: string, command: string, ...args: readonly string[]): Step => ({
  name,
  run: () => runTool(command, args),
})

const look = (name: string, problems: () => Promise<readonly string[]>): Step => ({
  name,
  run: async () => {
    const found = await problems()
    return { passed: found.length === 0, output: found.join('\n') }
  },
})

/** The slow ones first, so that the last step to end is a short one. */
const steps: readonly Step[] = [
  tool('conventions', 'vitest', 'run', '--reporter=dot', '--config', 'tools/check/vitest.config.ts'),
  tool('unused code and dependencies', 'knip', '--no-progress'),
  tool('dependency table', 'depcruise', '--config', '.dependency-cruiser.mjs', '--progress', 'none', 'src'),
  tool('promises and switches', 'oxlint', '--deny-warnings'),
  tool('types', 'tsc', '--noEmit'),
  tool('format and lint', 'biome', 'ci', '--error-on-warnings', '--colors=off'),
  tool('schema as committed', 'node', 'src/graphql/print.ts', '--check'),
  look('licences', licenceProblems),
  look('no machine in the tree', treeProblems),
]

const perform = async (step: Step): Promise<boolean> => {
  const began = performance.now()
  const { passed, output } = await step.run().catch((error: unknown) => ({ passed: false, output: String(error) }))
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5)
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${seconds} s  ${step.name}`)
  if (!passed) console.log(output.trimEnd().replace(/^/gm, '         '))
  return passed
}

const waiting = [...steps]
const failed: string[] = []
const lane = async (): Promise<void> => {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    if (!(await perform(step))) failed.push(step.name)
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane))
console.log(failed.length === 0 ? `${steps.length} checks passed` : `failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
