import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { withLock } from './lock.mjs'

const folder = mkdtempSync(join(tmpdir(), 'drempel lock '))
afterAll(() => rmSync(folder, { recursive: true }))

const noPid = 2 ** 22 + 1
const ignore = () => undefined

describe('a lock', () => {
  it('lets one in at a time and tells the others who is inside', async () => {
    const file = join(folder, 'busy', 'lock')
    const waitedFor: number[] = []
    let inside = 0
    let most = 0
    const work = async () => {
      inside++
      most = Math.max(most, inside)
      await pause(20)
      inside--
    }
    const onWait = (pid: number) => waitedFor.push(pid)
    await Promise.all([1, 2, 3].map(() => withLock(file, { onWait }, work)))
    expect(most).toBe(1)
    expect(waitedFor).toEqual([process.pid, process.pid])
  })

  it.each([
    ['has died', `${noPid} 12345`],
    ['had the number of a process that began later', `${process.pid} 1`],
  ])('is taken over from a holder that %s', async (_, holder) => {
    const file = join(folder, 'stale')
    writeFileSync(file, holder)
    expect(await withLock(file, { onWait: ignore }, async () => readFileSync(file, 'utf8'))).not.toBe(holder)
  })

  it('is given back when the work fails', async () => {
    const file = join(folder, 'failed')
    const failing = withLock(file, { onWait: ignore }, () => Promise.reject(new Error('no space left')))
    await expect(failing).rejects.toThrow('no space left')
    expect(await withLock(file, { onWait: ignore }, async () => 'again')).toBe('again')
  })

  it('is no longer waited for when the waiting is called off', async () => {
    const file = join(folder, 'held')
    const held = withLock(file, { onWait: ignore }, () => pause(500))
    await pause(10)
    const waiting = withLock(file, { onWait: ignore, signal: AbortSignal.timeout(50) }, async () => undefined)
    await expect(waiting).rejects.toThrow('aborted')
    await held
  })
})
