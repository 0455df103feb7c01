import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export type WorkerProcess = {
  readonly child: ChildProcess
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** What it wrote so far. */
  output(): string
}

const script = fileURLToPath(new URL('../../src/worker.ts', import.meta.url))

/** A worker as production runs it: a process of its own, configured by environment alone. */
export async function workerProcess(env: NodeJS.ProcessEnv): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit').then(([code, signal]) => (code as number | null) ?? (signal as string))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  const started = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => output.includes('worker.started') && resolve())
    void ended.then((code) => reject(new Error(`the worker ended with ${code} before it had started:\n${output}`)))
  })
  await started
  return { child, ended, output: () => output }
}
