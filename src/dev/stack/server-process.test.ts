import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { endLeftover } from './leftover.ts'
import { startServer, untilReady } from './server-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'drempel process '))
afterAll(() => rmSync(folder, { recursive: true }))

const files = (name: string) => ({ logFile: join(folder, `${name}.log`), pidFile: join(folder, `${name}.pid`) })
const pidIn = (file: string) => Number(readFileSync(file, 'utf8'))

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a server under its guard', () => {
  it('ends when it is stopped, and takes the file that names it along', async () => {
    const { logFile, pidFile } = files('stopped')
    const server = await startServer('sleep', { command: 'sleep', args: ['60'], logFile, pidFile })
    await vi.waitFor(() => expect(existsSync(pidFile)).toBe(true), 10_000)
    const pid = pidIn(pidFile)
    await server.stop()
    expect(server.hasEnded()).toBe(true)
    expect(isRunning(pid)).toBe(false)
    expect(existsSync(pidFile)).toBe(false)
  })

  it('ends when the process that started it is killed', async () => {
    const { logFile, pidFile } = files('orphaned')
    const script = join(folder, 'parent.ts')
    const module = new URL('server-process.ts', import.meta.url)
    const command = { command: 'sleep', args: ['60'], logFile, pidFile }
    writeFileSync(
      script,
      `import { startServer } from ${JSON.stringify(module.href)}\nawait startServer('sleep', ${JSON.stringify(command)})\n`,
    )
    const parent = spawn(process.execPath, [script], { stdio: 'ignore' })
    await vi.waitFor(() => expect(existsSync(pidFile)).toBe(true), 10_000)
    const pid = pidIn(pidFile)
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 10_000)
  })

  it('that ends while it starts is told with the end of its log', async () => {
    const args = ['-c', 'echo the disk is full; exit 3']
    const server = await startServer('Something', { command: 'sh', args, ...files('failing') })
    const ready = untilReady(server, { withinMs: 10_000, probe: () => Promise.reject(new Error('not yet')) })
    await expect(ready).rejects.toThrow('Something ended while it was starting:\nthe disk is full')
  })

  it('that does not answer in time is stopped', async () => {
    const server = await startServer('Something', { command: 'sleep', args: ['60'], ...files('silent') })
    const ready = untilReady(server, { withinMs: 200, probe: () => Promise.reject(new Error('not yet')) })
    await expect(ready).rejects.toThrow('Something did not answer within 0.2 s')
    expect(server.hasEnded()).toBe(true)
  })
})

describe('what an earlier start left', () => {
  it('is ended when it is still the process that the file names', async () => {
    const { pidFile } = files('left')
    const left = spawn('sleep', ['61'], { stdio: 'ignore' })
    const ended = once(left, 'exit')
    writeFileSync(pidFile, String(left.pid))
    await endLeftover(pidFile, ['sleep'])
    await ended
    expect(existsSync(pidFile)).toBe(false)
  })

  it('is left alone when the number has gone to another process', async () => {
    const { pidFile } = files('reused')
    const other = spawn('sleep', ['62'], { stdio: 'ignore' })
    writeFileSync(pidFile, String(other.pid))
    await endLeftover(pidFile, ['/elsewhere/postgres'])
    expect(other.exitCode).toBeNull()
    expect(existsSync(pidFile)).toBe(false)
    other.kill()
  })
})
