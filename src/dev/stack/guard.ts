/**
 * Runs one server and ends it as soon as standard input ends, which is what the system does to it when the process that
 * started this one dies, by whatever signal. It runs in a session of its own, so Ctrl-C reaches the parent alone and the
 * servers outlive the work that still needs them.
 */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { GuardedCommand } from './server-process.ts'

const { command, args, cwd, uid, gid, pidFile }: GuardedCommand = JSON.parse(process.argv[2] ?? '{}')

const server = spawn(command, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  ...(cwd === undefined ? {} : { cwd }),
  ...(uid === undefined ? {} : { uid, gid }),
})
if (server.pid !== undefined) writeFileSync(pidFile, String(server.pid))

/** Unless the next start has already written its own. */
function forget(): void {
  try {
    if (readFileSync(pidFile, 'utf8') === String(server.pid)) rmSync(pidFile)
  } catch {
    // the next start has removed it
  }
}

function end(): void {
  server.kill('SIGINT')
  setTimeout(() => server.kill('SIGQUIT'), 8_000).unref()
  setTimeout(() => server.kill('SIGKILL'), 12_000).unref()
}

server.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`)
  process.exit(127)
})
server.on('exit', (code) => {
  forget()
  process.exit(code ?? 1)
})

process.stdin.on('error', end).on('end', end).resume()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
