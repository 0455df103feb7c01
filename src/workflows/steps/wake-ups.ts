import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { wakeSignal } from '../journey.contract.ts'

export type WakeUps = {
  /** Forgets what rang so far. Called before a look, never before a wait: a change in between must not be slept through. */
  forget(): void
  /** Waits for a wake-up, or until this many milliseconds have passed; null: for a wake-up alone. */
  next(waitMs: number | null): Promise<void>
}

export function listenForWakeUps(): WakeUps {
  let woken = false
  setHandler(defineSignal(wakeSignal), () => {
    woken = true
  })
  return {
    forget: () => {
      woken = false
    },
    next: async (waitMs) => {
      // A wait of nothing would ask for no timer at all, and the story would never yield.
      await (waitMs === null ? condition(() => woken) : condition(() => woken, Math.max(1, waitMs)))
    },
  }
}
