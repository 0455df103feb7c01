import { execFile, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { bare, type DrempelProcess, endOf, scriptOf, startDrempel } from './drempel-process.ts'

export type StartedProcess = Omit<DrempelProcess, 'port'> & { readonly port: number }

export const workerProcess = (env: NodeJS.ProcessEnv) => startProcess('worker', env)
export const apiProcess = (env: NodeJS.ProcessEnv) => startProcess('api', env)

/** It ends with the test. */
async function startProcess(name: 'worker' | 'api', env: NodeJS.ProcessEnv): Promise<StartedProcess> {
  const started = startDrempel(name, env)
  onTestFinished(async () => {
    started.child.kill('SIGKILL')
    await started.ended
  })
  return { ...started, port: await started.port }
}

/** A command of ours that may be killed before it ends by itself. */
export function startCommand(name: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [scriptOf(name), ...args], { env: bare(env), stdio: 'ignore' })
  return { child, ended: endOf(child) }
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
