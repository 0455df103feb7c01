import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '../../../tools/problem.mjs'

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined // no such file: nothing was left over
  }
}

/** What runs under this number now: a number is given out again, so it proves nothing by itself. */
function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return '' // it has ended
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // it has ended in the meantime
  }
}

/**
 * Ends the server that an earlier start left behind when it and its guard were both killed, and removes the file that
 * names it, which would otherwise point at whatever process gets its number. `begin` is how its command line begins.
 */
export async function endLeftover(pidFile: string, begin: readonly string[]): Promise<void> {
  const pid = readPid(pidFile)
  const isOurs = () => pid !== undefined && `${commandLine(pid).trimEnd()} `.startsWith(`${begin.join(' ')} `)
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (pid === undefined || !isOurs()) break
    signal(pid, name)
    for (let waited = 0; waited < 5_000 && isOurs(); waited += 50) await pause(50)
  }
  if (isOurs()) throw new Problem(`process ${pid} (${begin[0]}) was left by an earlier start and does not end`)
  rmSync(pidFile, { force: true })
}
