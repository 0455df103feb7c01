import { setTimeout as pause } from 'node:timers/promises'

export type WorkerProcess = { kill(): Promise<void> }

const everyMs = 10_000

/**
 * Work that two workers do, of which one is killed every ten seconds and another started in its place: the older one each
 * time. Answers what the work answered and how many were killed.
 */
export async function amidKills<T>(
  start: () => Promise<WorkerProcess>,
  { warmUp, work }: { readonly warmUp: () => Promise<void>; readonly work: () => Promise<T> },
): Promise<{ readonly answer: T; readonly kills: number }> {
  const workers = [await start(), await start()]
  const finished = new AbortController()
  try {
    await warmUp()
    const killing = killInTurns(workers, start, finished.signal)
    const working = work().finally(() => finished.abort())
    const [answer, kills] = await Promise.all([working, killing])
    return { answer, kills }
  } finally {
    finished.abort()
    await Promise.all(workers.map((worker) => worker.kill()))
  }
}

async function killInTurns(
  workers: WorkerProcess[],
  start: () => Promise<WorkerProcess>,
  finished: AbortSignal,
): Promise<number> {
  for (let kills = 0; ; kills++) {
    await pause(everyMs, undefined, { signal: finished }).catch(() => undefined)
    if (finished.aborted) return kills
    await workers.shift()?.kill()
    workers.push(await start())
  }
}
