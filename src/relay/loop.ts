import { setTimeout as patience } from 'node:timers/promises'
import { isAway } from '../db/away.ts'
import type { Pool } from '../db/client.ts'
import type { Log } from './log.ts'

export type Loop = {
  /** Takes no new work, and resolves when the turn under way has ended, or has been given time enough to. */
  stop(): Promise<void>
}

export type LoopOptions = {
  readonly name: string
  /** The notification that says there is work. */
  readonly channel: string
  readonly pollMs: number
  readonly pool: Pool
  readonly log: Log
  /** One turn: claim, deliver, settle. Answers how many rows it settled; more than none asks for another turn at once. */
  readonly turn: () => Promise<number>
}

const longestBackOffMs = 10_000
// A turn cut off is a turn handed back: its leases run out, and what it had begun is safe to repeat.
const stopWithinMs = 8_000

/**
 * Turns on each notification and on an interval, for what was missed: a lease that ran out, a notification lost with its
 * connection. A turn that fails is tried again with growing pauses; any number of workers may run the same loop.
 */
export function startLoop({ name, channel, pollMs, pool, log, turn }: LoopOptions): Loop {
  let stopping = false
  let notified = false
  let ring: () => void = () => {}
  let failures = 0

  const wake = () => {
    notified = true
    ring()
  }
  const listening = listen({ channel, pool, wake, isStopping: () => stopping }).catch((error: unknown) => {
    log.warn({ event: 'relay.listenFailed', loop: name, error })
  })

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      ring = () => {
        clearTimeout(timer)
        resolve()
      }
      if (stopping || (notified && failures === 0)) ring()
    })

  const run = async () => {
    while (!stopping) {
      notified = false
      const settled = await attempt()
      if (settled > 0 || stopping) continue
      await pause(failures === 0 ? pollMs : Math.min(longestBackOffMs, 100 * 2 ** failures))
    }
  }

  const attempt = async () => {
    try {
      const settled = await turn()
      failures = 0
      return settled
    } catch (error) {
      failures++
      log.warn({ event: 'relay.turnFailed', loop: name, failures, error })
      return 0
    }
  }

  const running = run()
  return {
    stop: async () => {
      stopping = true
      ring()
      await Promise.race([running, patience(stopWithinMs, undefined, { ref: false })])
      const listener = await Promise.race([listening, patience(0)])
      await listener?.unlisten().catch(() => {})
    },
  }
}

type Listening = Pick<LoopOptions, 'channel' | 'pool'> & {
  readonly wake: () => void
  readonly isStopping: () => boolean
}

/** Until the database is there to be listened to; from then on the driver listens again by itself. Polling goes on meanwhile. */
async function listen({ channel, pool, wake, isStopping }: Listening) {
  for (let tries = 0; ; tries++) {
    try {
      return await pool.postgres.listen(channel, wake, wake)
    } catch (error) {
      if (isStopping() || !isAway(error)) throw error
      await patience(Math.min(longestBackOffMs, 100 * 2 ** tries), undefined, { ref: false })
    }
  }
}
