import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export type DrempelProcess = {
  readonly child: ChildProcess
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** What it wrote so far. */
  output(): string
  readonly port: number
}

const scriptOf = (name: string) => fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url))
const bare = (env: NodeJS.ProcessEnv) => ({ PATH: process.env.PATH, HOME: process.env.HOME, ...env })

export const workerProcess = (env: NodeJS.ProcessEnv) => startProcess('worker', env)
export const apiProcess = (env: NodeJS.ProcessEnv) => startProcess('api', env)

/** A process as production runs it: of its own, configured by environment alone. */
async function startProcess(name: 'worker' | 'api', env: NodeJS.ProcessEnv): Promise<DrempelProcess> {
  const child = spawn(process.execPath, [scriptOf(name)], {
    env: { ...bare(env), LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = endOf(child)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let output = ''
  const port = new Promise<number>((resolve, reject) => {
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
      const started = new RegExp(`"event":"${name}\\.started","port":(\\d+)`).exec(output)
      if (started !== null) resolve(Number(started[1]))
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    void ended.then((code) => reject(new Error(`the ${name} ended with ${code} before it had started:\n${output}`)))
  })
  return { child, ended, output: () => output, port: await port }
}

/** A command of ours that may be killed before it ends by itself. */
export function startCommand(name: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [scriptOf(name), ...args], { env: bare(env), stdio: 'ignore' })
  return { child, ended: endOf(child) }
}

/** The exit code, or the signal that ended it. */
function endOf(child: ChildProcess): Promise<number | string> {
  return once(child, 'exit').then(([code, signal]) => (code as number | null) ?? (signal as string))
}

export type Run = { readonly code: number; readonly output: string }

/** A command of ours that ends by itself. */
export function runCommand(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((resolve) => {
    const done = (error: Error | null, stdout: string, stderr: string) =>
      resolve({ code: error !== null && 'code' in error ? Number(error.code) : 0, output: stdout + stderr })
    execFile(process.execPath, [scriptOf(name), ...args], { env: bare(env) }, done)
  })
}
