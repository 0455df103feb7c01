import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Pool } from '../db/client.ts'
import { nextDueInstant, readClock, wakeOverdue, whatIsBusy } from '../db/engine.ts'

export type TimeMachine = {
  /** Walks to an instant through everything that falls due before it, in order. */
  travelTo(instant: Date, progress?: (at: Date) => void): Promise<void>
  /** Waits until nothing is on its way any more. */
  settle(): Promise<void>
}

type Deps = {
  readonly engine: Pool
  /** Sets drempel.now(); needs the owner of the database (src/dev/clock.ts). */
  readonly moveClock: (instant: Date) => Promise<void>
  readonly deadlineMs?: number
}

/**
 * Plays months in seconds, in development and tests alone. It moves drempel.now() to the next due instant, wakes what is
 * due there (from outside, so it raises seq), waits until all is idle, and goes on. It needs nothing of Temporal but
 * wake-ups, so it works on any server.
 */
export function timeMachine({ engine, moveClock, deadlineMs = 60_000 }: Deps): TimeMachine {
  const settle = async () => {
    const deadline = Date.now() + deadlineMs
    // Recurring work that fell due is knocked for here as its Schedule would.
    await engine.drizzle.execute(sql`select pg_notify('drempel_recurring', '')`)
    for (;;) {
      const busy = await whatIsBusy(engine)
      if (busy.length === 0) return
      if (Date.now() > deadline) throw new Error(`not idle after ${deadlineMs} ms: ${busy.slice(0, 20).join(', ')}`)
      await pause(15)
    }
  }

  const travelTo = async (instant: Date, progress: (at: Date) => void = () => {}) => {
    await settle()
    for (;;) {
      const due = await nextDueInstant(engine, instant)
      if (due === undefined) break
      if (due > (await readClock(engine))) await moveClock(due)
      progress(due)
      await wakeOverdue(engine, 0)
      await settle()
    }
    if (instant > (await readClock(engine))) await moveClock(instant)
    await settle()
  }

  return { travelTo, settle }
}
