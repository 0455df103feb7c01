import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, inject } from 'vitest'
import { withProgress } from '../../src/dev/stack/progress.ts'
import { Problem } from '../../tools/problem.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** The program that browser tests start. */
    readonly chromium: string
  }
}

type Setting = { readonly env: NodeJS.ProcessEnv; readonly log: (line: string) => void }

const names = ['chromium', 'chromium-browser', 'google-chrome']
const macOs = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/** The given browser, one that is installed, or on Debian, where we may, one that is installed now. */
export async function findChromium({ env, log }: Setting): Promise<string> {
  const given = env.CHROMIUM_PATH
  if (given) {
    if (await isProgram(given)) return given
    throw new Problem(`CHROMIUM_PATH is ${given}, which is no program`)
  }
  const found = await installed(env)
  if (found !== undefined) return found
  if (!(await isDebianRoot())) throw new Problem(advice)
  await withProgress('installing Chromium for the browser tests', log, install)
  const now = await installed(env)
  if (now === undefined) throw new Problem(advice)
  return now
}

/** A browser with a profile of its own that nobody used before; closed when the test file is done. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  afterAll(() => browser.close())
  return browser
}

const advice = [
  'browser tests need Chromium or Chrome: install it (Debian: apt-get install chromium; macOS: brew install --cask chromium)',
  'or say where it is with CHROMIUM_PATH',
].join(', ')

async function installed({ PATH = '' }: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = PATH.split(delimiter).filter((folder) => folder !== '')
  const places = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...macOs]
  for (const place of places) if (await isProgram(place)) return place
  return undefined
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** Elsewhere the package is called otherwise, or is none: Ubuntu's only asks for another kind of package. */
async function isDebianRoot(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return process.getuid?.() === 0 && /^ID=debian$/m.test(release)
}

async function install(): Promise<void> {
  await apt('update')
  await apt('install', '--yes', '--no-install-recommends', 'chromium')
}

async function apt(...args: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const child = spawn('apt-get', ['--quiet=2', '--option=DPkg::Lock::Timeout=300', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [[code], said] = await Promise.all([once(child, 'close'), text(child.stderr)])
  if (code !== 0)
    throw new Problem(`apt-get ${args.join(' ')} ended with ${code}: ${said.trim().slice(-500)}\n${advice}`)
}
