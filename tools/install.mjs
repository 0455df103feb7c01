/** Installs what package-lock.json says, once. Plain JavaScript: it runs before anything is installed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { mendPostgres } from './mend-postgres.mjs'
import { Problem } from './problem.mjs'

const progressMs = 10_000

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * npm writes node_modules/.package-lock.json when an installation is complete, and never for one that was interrupted.
 * What it lacks must be optional: the binaries of other platforms.
 */
function isInstalled(root) {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (installed === undefined) return false
  const locked = Object.entries(readPackages(join(root, 'package-lock.json'))).filter(([path]) => path !== '')
  return locked.every(([path, wanted]) => {
    const found = installed[path]
    return found === undefined ? wanted.optional === true : found.integrity === wanted.integrity
  })
}

/** The npm that started us, or the one on the PATH. */
function npm() {
  const cli = process.env.npm_execpath
  return cli?.endsWith('.js') ? { command: process.execPath, args: [cli] } : { command: 'npm', args: [] }
}

/**
 * `npm ci` refuses our lockfile, which leaves out optional packages of platforms that it was not made on; `npm install` takes
 * the same versions by the same integrity. Install scripts are left out: nothing here needs one.
 */
async function runNpm(root) {
  const { command, args } = npm()
  const flags = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const child = spawn(command, [...args, ...flags], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-4_000)
    })
  }
  const [code] = await once(child, 'close').catch((error) => {
    if (error.code === 'ENOENT') throw new Problem('npm is missing: install Node with npm (https://nodejs.org)')
    throw error
  })
  if (code !== 0)
    throw new Problem(`the dependencies could not be installed (npm install ended with ${code}):\n${said.trim()}`)
}

async function install(root) {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1_000)
  console.error('installing dependencies')
  const timer = setInterval(() => console.error(`installing dependencies: ${seconds()} s`), progressMs)
  try {
    await runNpm(root)
    console.error(`installing dependencies: done in ${seconds()} s`)
  } finally {
    clearInterval(timer)
  }
}

export async function installDependencies(root) {
  if (!isInstalled(root)) await installOnce(root)
  mendPostgres(root)
}

async function installOnce(root) {
  const onWait = (pid) => console.error(`waiting for process ${pid}, which is installing the dependencies`)
  await withLock(join(root, '.drempel', 'install.lock'), { onWait }, async () => {
    if (!isInstalled(root)) await install(root)
  })
}
