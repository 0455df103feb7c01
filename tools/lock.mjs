/**
 * One at a time, across processes: a lock file that names its holder. A holder that died is recognised by its process
 * number and start time, and its lock is taken over. Plain JavaScript, for it is needed before anything is installed.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const pollMs = 200

function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return '' // no /proc on this system, or no such process
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined // nobody holds it
  }
}

function isHeld(holder) {
  const [pid, since] = holder.split(' ')
  return isAlive(Number(pid)) && startTime(Number(pid)) === since
}

/** Whether this process holds the file afterwards. */
async function take(file, me) {
  const holder = read(file)
  if (holder !== undefined && isHeld(holder)) return false
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, me)
  if (holder === undefined) return create(file, mine)
  if (read(file) === holder) renameSync(mine, file)
  else rmSync(mine)
  // Of several that take over at once, the last to rename holds it; the pause lets the others finish renaming.
  await pause(pollMs)
  return read(file) === me
}

/** A link, because it appears with its content and only where nothing is yet. */
function create(file, mine) {
  try {
    linkSync(mine, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine)
  }
}

/**
 * Runs `work` while holding `file`. `onWait` is told once who else holds it; `signal` ends the waiting.
 *
 * @template T
 * @param {string} file
 * @param {{ onWait: (holderPid: number) => void, signal?: AbortSignal }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, { onWait, signal }, work) {
  mkdirSync(dirname(file), { recursive: true })
  const me = `${process.pid} ${startTime(process.pid)}`
  for (let tries = 0; !(await take(file, me)); tries++) {
    if (tries === 0) onWait(Number((read(file) ?? '').split(' ')[0]))
    await pause(pollMs, undefined, { signal })
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
