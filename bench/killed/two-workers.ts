import { setTimeout as pause } from 'node:timers/promises'

export type WorkerProcess = { kill(): Promise<void> }

type Course<T> = {
  readonly warmUp: () => Promise<void>
  readonly work: () => Promise<T>
  readonly afterwards?: () => Promise<void>
}

const everyMs = 10_000

/**
 * Work that two workers do, of which one is killed every ten seconds and another started in its place: the older one each
 * time. Answers what the work answered and how many were killed. What is checked afterwards is checked while they live: a
 * story that only has to end may end then.
 */
export async function amidKills<T>(
  start: () => Promise<WorkerProcess>,
  { warmUp, work, afterwards }: Course<T>,
): Promise<{ readonly answer: T; readonly kills: number }> {
  const workers = [await start(), await start()]
  const finished = new AbortController()
  let killing = Promise.resolve(0)
  try {
    await warmUp()
    killing = killInTurns(workers, start, finished.signal)
    const working = work().finally(() => finished.abort())
    const [answer, kills] = await Promise.all([working, killing])
    await afterwards?.()
    return { answer, kills }
  } finally {
    finished.abort()
    await Promise.allSettled([killing]) // the one it is just starting is killed too
    await Promise.all(workers.map((worker) => worker.kill()))
  }
}

async function killInTurns(
  workers: WorkerProcess[],
  start: () => Promise<WorkerProcess>,
  finished: AbortSignal,
): Promise<number> {
  const tenSeconds = () => pause(everyMs, undefined, { signal: finished }).catch(() => undefined)
  const replaceOldest = async () => {
    await workers.shift()?.kill()
    workers.push(await start())
  }
  await tenSeconds()
  for (let kills = 0; ; kills++) {
    if (finished.aborted) return kills
    await Promise.all([replaceOldest(), tenSeconds()])
  }
}
