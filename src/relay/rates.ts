export type MachineClock = () => number

const machineTime: MachineClock = () => performance.now()

export type Bucket = {
  /** Takes up to this many, and says how many it gave. */
  take(wanted: number): number
  /** What was taken and not used. */
  giveBack(unused: number): void
  /** The provider asked to be left alone for a while. */
  rest(ms: number): void
  /** How long until there is one to take. */
  waitMs(): number
}

/** A token bucket that holds one second's worth, per process: what a provider is asked in a second. */
export function tokenBucket(perSecond: number, clock: MachineClock = machineTime): Bucket {
  const capacity = Math.max(1, Math.floor(perSecond))
  let tokens = capacity
  let countedAt = clock()
  let restingUntil = 0

  const refill = () => {
    const now = clock()
    tokens = Math.min(capacity, tokens + ((now - countedAt) / 1000) * perSecond)
    countedAt = now
  }
  return {
    take: (wanted) => {
      refill()
      const given = clock() < restingUntil ? 0 : Math.min(wanted, Math.floor(tokens))
      tokens -= given
      return given
    },
    giveBack: (unused) => {
      tokens = Math.min(capacity, tokens + unused)
    },
    rest: (ms) => {
      restingUntil = Math.max(restingUntil, clock() + ms)
    },
    waitMs: () => {
      refill()
      return Math.ceil(Math.max(restingUntil - clock(), ((1 - tokens) / perSecond) * 1000, 0))
    },
  }
}

const longestBackOffMs = 5 * 60_000

/** How long a message rests after a failed try: ever longer, and at least as long as the provider asked. */
export function backOffMs(attempts: number, retryAfterSeconds = 0): number {
  const grown = Math.min(longestBackOffMs, 1_000 * 2 ** Math.min(attempts, 20))
  return Math.max(grown, Math.min(retryAfterSeconds, 3_600) * 1_000)
}

export type Spread = {
  /** How long this recipient's next message should wait; 0 says go, and counts it. */
  waitMs(recipient: string): number
}

type Pace = { freeAt: number; lastPostponedTo: number }

const manyRecipients = 10_000

/**
 * Spreads what goes to one recipient: a few at once, then one at a time. What has to wait is given instants of its own, so
 * that a thousand waiting messages do not all come back for the same opening.
 */
export function spreadPerRecipient(
  { atOnce, everyMs }: { atOnce: number; everyMs: number },
  clock: MachineClock = machineTime,
): Spread {
  const paces = new Map<string, Pace>()

  const paceOf = (recipient: string, now: number): Pace => {
    const known = paces.get(recipient)
    if (known !== undefined) return known
    if (paces.size >= manyRecipients) forget(paces, now)
    const fresh = { freeAt: now, lastPostponedTo: now }
    paces.set(recipient, fresh)
    return fresh
  }
  return {
    waitMs: (recipient) => {
      const now = clock()
      const pace = paceOf(recipient, now)
      const opensAt = pace.freeAt - (atOnce - 1) * everyMs
      if (opensAt <= now) {
        pace.freeAt = Math.max(pace.freeAt, now) + everyMs
        return 0
      }
      pace.lastPostponedTo = Math.max(opensAt, pace.lastPostponedTo + everyMs)
      return pace.lastPostponedTo - now
    },
  }
}

function forget(paces: Map<string, Pace>, now: number): void {
  for (const [recipient, pace] of paces) {
    if (pace.freeAt <= now && pace.lastPostponedTo <= now) paces.delete(recipient)
  }
}
