import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type DrempelProcess = {
  readonly child: ChildProcess
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** What it wrote so far. */
  output(): string
  /** Where it serves, once it has started. */
  readonly port: Promise<number>
}

export const scriptOf = (name: string) => fileURLToPath(new URL(`../../src/${name}.ts`, import.meta.url))
export const bare = (env: NodeJS.ProcessEnv) => ({ PATH: process.env.PATH, HOME: process.env.HOME, ...env })

/** A process as production runs it: of its own, configured by environment alone. */
export function startDrempel(name: 'worker' | 'api', env: NodeJS.ProcessEnv): DrempelProcess {
  const child = spawn(process.execPath, [scriptOf(name)], {
    env: { ...bare(env), LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = endOf(child)
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
  return { child, ended, output: () => output, port }
}

/** The exit code, or the signal that ended it. */
export function endOf(child: ChildProcess): Promise<number | string> {
  return once(child, 'exit').then(([code, signal]) => (code as number | null) ?? (signal as string))
}
