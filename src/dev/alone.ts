import { withLock } from '../../tools/lock.mjs'
import { Problem } from '../../tools/problem.mjs'

const otherStartMs = 20_000

type Alone = {
  /** The lock file, one for each folder of data. */
  readonly file: string
  /** What runs, for whoever starts it twice. */
  readonly what: string
  readonly log: (line: string) => void
  readonly stopping: AbortSignal
}

/** One start per folder. A start that is being stopped is waited for. */
export async function alone({ file, what, log, stopping }: Alone, run: () => Promise<void>): Promise<void> {
  const waiting = AbortSignal.any([stopping, AbortSignal.timeout(otherStartMs)])
  let other = 0
  const onWait = (pid: number) => {
    other = pid
    log(`${what} runs from this folder as process ${pid}: waiting for it to end`)
  }
  await withLock(file, { onWait, signal: waiting }, run).catch((error: unknown) => {
    if (stopping.aborted) return
    if (!waiting.aborted || !isAbort(error)) throw error
    throw new Problem(`${what} runs from this folder already, as process ${other}: stop that one first`)
  })
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
