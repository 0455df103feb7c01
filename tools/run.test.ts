import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'drempel run '))
const clone = join(folder, 'a clone')
const bin = join(folder, 'bin')
afterAll(() => rmSync(folder, { recursive: true }))

const locked = {
  '': {},
  'node_modules/a': { integrity: 'sha512-a' },
  'node_modules/b': { integrity: 'b', optional: true },
}
const npm = `#!/bin/sh
echo "$*" >>npm-calls
[ -z "$NPM_FAILS" ] || { echo 'ENOTFOUND registry'; exit 1; }
sleep 0.3
mkdir -p node_modules/postgres/src
cp driver.js node_modules/postgres/src/connection.js
echo '{ "packages": { "node_modules/a": { "integrity": "sha512-a" } } }' >node_modules/.package-lock.json
`

beforeEach(() => {
  rmSync(clone, { recursive: true, force: true })
  mkdirSync(join(clone, 'tools'), { recursive: true })
  mkdirSync(bin, { recursive: true })
  for (const name of ['run', 'install', 'lock', 'mend-postgres', 'problem']) {
    cpSync(fileURLToPath(new URL(`${name}.mjs`, import.meta.url)), join(clone, 'tools', `${name}.mjs`))
  }
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages: locked }))
  writeFileSync(join(clone, 'driver.js'), '  function nextWrite(fn) {\n    const x = socket.write(chunk, fn)\n  }\n')
  writeFileSync(join(clone, 'entry.ts'), 'const args: string[] = process.argv.slice(2)\nconsole.log(...args)\n')
  writeFileSync(join(bin, 'npm'), npm, { mode: 0o755 })
})

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(clone, 'tools', 'run.mjs'), ...args], {
    env: { PATH: `${bin}:/usr/bin:/bin`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (out += data))
  const [code] = await once(child, 'close')
  return { code, out }
}

const calls = () => readFileSync(join(clone, 'npm-calls'), 'utf8').trim().split('\n')

describe('running an entry point', () => {
  it('installs what is missing, runs it with its arguments, and the next time runs it at once', async () => {
    const first = await run(['entry.ts', 'one', 'two'])
    expect(first.out).toContain('installing dependencies')
    expect(first.out.trim().split('\n').at(-1)).toBe('one two')
    expect(await run(['entry.ts', 'three'])).toEqual({ code: 0, out: 'three\n' })
    expect(calls()).toHaveLength(1)
  })

  it('installs once when two start at the same time', async () => {
    const both = await Promise.all([run(['entry.ts', 'one']), run(['entry.ts', 'two'])])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(calls()).toHaveLength(1)
  })

  it('installs again when the lockfile has changed', async () => {
    await run(['entry.ts'])
    const newer = { ...locked, 'node_modules/a': { integrity: 'sha512-newer' } }
    writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages: newer }))
    await run(['entry.ts'])
    expect(calls()).toHaveLength(2)
  })

  it('tells why the dependencies could not be installed', async () => {
    const { code, out } = await run(['entry.ts'], { NPM_FAILS: 'yes' })
    expect(code).toBe(1)
    expect(out).toContain('the dependencies could not be installed (npm install ended with 1):\nENOTFOUND registry\n')
  })

  it('tells that npm is missing', async () => {
    const { code, out } = await run(['entry.ts'], { PATH: '/nowhere' })
    expect({ code, out }).toEqual({
      code: 1,
      out: 'installing dependencies\nnpm is missing: install Node with npm (https://nodejs.org)\n',
    })
  })

  it('ends with the exit code of what it ran', async () => {
    writeFileSync(join(clone, 'driver.js'), '  function nextWrite(fn) {\n    const x = socket.write(chunk, fn)\n  }\n')
    writeFileSync(join(clone, 'entry.ts'), 'process.exit(7)\n')
    await run(['entry.ts'])
    expect(await run(['entry.ts'])).toEqual({ code: 7, out: '' })
  })

  it('mends the driver that it installed, once', async () => {
    await run(['entry.ts'])
    await run(['entry.ts'])
    const driver = readFileSync(join(clone, 'node_modules/postgres/src/connection.js'), 'utf8')
    expect(driver.match(/socket === null/g)).toHaveLength(1)
  })

  it('refuses a driver that it does not know how to mend', async () => {
    writeFileSync(join(clone, 'driver.js'), 'another release')
    const { code, out } = await run(['entry.ts'])
    expect(code).toBe(1)
    expect(out).toContain('is not what tools/mend-postgres.mjs mends')
  })
})
