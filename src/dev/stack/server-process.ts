import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Problem } from '../../../tools/problem.mjs'
import { endLeftover } from './leftover.ts'

export type GuardedCommand = {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly uid?: number
  readonly gid?: number
  /** Names the server's process, so that the next start can end it should even its guard have been killed. */
  readonly pidFile: string
}

type ServerCommand = GuardedCommand & {
  readonly logFile: string
  /** The whole environment; this process's own when left out. */
  readonly env?: NodeJS.ProcessEnv
}

export type ServerProcess = {
  readonly name: string
  readonly logFile: string
  hasEnded(): boolean
  /** The exit code, when it has ended. */
  readonly ended: Promise<number>
  stop(): Promise<void>
}

export class ServerEndedError extends Problem {
  readonly log: string

  constructor(name: string, log: string) {
    super(`${name} ended while it was starting${log === '' ? '' : `:\n${log}`}`)
    this.log = log
  }
}

export function isPortTaken(error: unknown): boolean {
  return error instanceof ServerEndedError && /address already in use/i.test(error.log)
}

/** Starts a server under a guard that ends it when this process dies (`guard.ts`). */
export async function startServer(name: string, { logFile, env, ...guarded }: ServerCommand): Promise<ServerProcess> {
  mkdirSync(dirname(logFile), { recursive: true })
  await endLeftover(guarded.pidFile, [guarded.command, ...guarded.args.slice(0, 2)])
  const log = openSync(logFile, 'w', 0o600)
  const guard = spawn(
    process.execPath,
    [fileURLToPath(new URL('guard.ts', import.meta.url)), JSON.stringify(guarded)],
    { stdio: ['pipe', log, log], detached: true, ...(env === undefined ? {} : { env }) },
  )
  closeSync(log)
  const ended = once(guard, 'exit').then(([code]) => (typeof code === 'number' ? code : 1))
  // The pipe breaks when the server ends by itself; `hasEnded` tells.
  guard.stdin?.on('error', () => undefined)
  const hasEnded = () => guard.exitCode !== null || guard.signalCode !== null
  return {
    name,
    logFile,
    hasEnded,
    ended,
    stop: async () => {
      if (hasEnded()) return
      guard.stdin?.end()
      await ended
    },
  }
}

/** Waits until the probe no longer throws; stops the server and says why when it does not come to that. */
export async function untilReady<T>(
  server: ServerProcess,
  { withinMs, probe }: { readonly withinMs: number; readonly probe: () => Promise<T> },
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    if (server.hasEnded()) throw new ServerEndedError(server.name, await logTail(server.logFile))
    try {
      return await probe()
    } catch (cause) {
      if (Date.now() < deadline) {
        await pause(50)
        continue
      }
      await server.stop()
      const message = `${server.name} did not answer within ${withinMs / 1000} s (log: ${server.logFile})`
      throw new Problem(message, { cause })
    }
  }
}

export async function logTail(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n')
  return lines.slice(-15).join('\n')
}
