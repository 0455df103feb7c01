/**
 * Runs a TypeScript entry point of this project on a machine that has only Node 20 and npm: installs the dependencies of
 * package-lock.json where they are missing or differ, then goes on under the Node 24 that came with them.
 *
 *   node tools/run.mjs <script.ts> [argument…]
 *
 * Plain JavaScript without dependencies: it runs before anything is installed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { installDependencies } from './install.mjs'
import { Problem } from './problem.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const leastNode = 20
const neededNode = 24
const bundledNode = join(root, 'node_modules', '.bin', 'node')
const majorNode = Number.parseInt(process.versions.node, 10)

/** The bundled Node comes first on the PATH, so that whatever is started from here finds it too. */
async function runUnderBundledNode(args) {
  const path = [dirname(bundledNode), process.env.PATH].join(delimiter)
  const child = spawn(bundledNode, args, { stdio: 'inherit', env: { ...process.env, PATH: path } })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const [code, signal] = await once(child, 'exit')
  process.exitCode = code ?? 128 + constants.signals[signal]
}

async function run([script, ...args]) {
  if (script === undefined) throw new Problem('say which script to run: node tools/run.mjs <script.ts> [argument…]')
  if (majorNode < leastNode) {
    throw new Problem(
      `Node ${process.versions.node} is too old: install Node ${leastNode} or newer (https://nodejs.org)`,
    )
  }
  await installDependencies(root)
  const entry = resolve(root, script)
  if (majorNode >= neededNode) {
    process.argv = [process.execPath, entry, ...args]
    await import(pathToFileURL(entry).href)
    return
  }
  if (!existsSync(bundledNode)) {
    const platform = `${process.platform}-${process.arch}`
    throw new Problem(
      `Node ${neededNode} or newer is needed on ${platform}, and this is ${process.versions.node}: install it (https://nodejs.org)`,
    )
  }
  await runUnderBundledNode([fileURLToPath(import.meta.url), script, ...args])
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Problem)) throw error
  console.error(error.message)
  process.exitCode = 1
}
