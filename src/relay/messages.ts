import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from '../db/client.ts'
import { type Claim, claimMessages } from '../db/outbox.ts'
import type { Channel } from '../domain/journeys/message.ts'
import { type DeliveryDeps, deliverMessage, type Patience } from './deliver-message.ts'
import { type Loop, startLoop } from './loop.ts'
import { type Bucket, spreadPerRecipient, tokenBucket } from './rates.ts'

export type MessagesDeps = Omit<DeliveryDeps, 'spread'> & { readonly engine: Pool }

export type MessagesOptions = Patience & {
  readonly pollMs: number
  /** How many calls a provider may keep waiting at once. */
  readonly slots: number
  /** What a provider is asked per second, by this process. */
  readonly perSecond: Readonly<Record<Channel, number>>
  readonly perRecipient: { readonly atOnce: number; readonly everyMs: number }
  /** How long stopping waits for calls under way. What takes longer is left to its lease. */
  readonly stopWithinMs: number
}

const messageDefaults: MessagesOptions = {
  leaseMs: 30_000,
  callTimeoutMs: 22_000,
  pollMs: 1_000,
  slots: 8,
  perSecond: { mail: 10, sms: 10 },
  perRecipient: { atOnce: 5, everyMs: 1_000 },
  stopWithinMs: 8_000,
}

/** Codes have slots of their own: a provider that keeps everything else waiting does not make them wait for a slot. */
const lanes = [
  { channel: 'mail', upToPriority: 0, share: 0.25 },
  { channel: 'mail', upToPriority: 100, share: 1 },
  { channel: 'sms', upToPriority: 0, share: 0.5 },
  { channel: 'sms', upToPriority: 100, share: 1 },
] as const

const longestRest = 60

type Lane = (typeof lanes)[number]

/**
 * Delivers what the commands queued, in any number of workers.
 *
 * queued, unclaimed → claimed by lease (engine's role) → let go (portal's role: the last check, `handed_over_at`) → the call,
 * with no transaction open → settled: sent, failed, or queued again until `claimed_until`.
 *
 * A worker that dies leaves a lease that runs out. The mail is then repeated under the same id; an SMS is repeated only
 * where its hand-over had not begun, and is closed as unknown otherwise.
 */
export function startMessages(deps: MessagesDeps, options: Partial<MessagesOptions> = {}): Loop {
  const settings = { ...messageDefaults, ...options }
  const spread = spreadPerRecipient(settings.perRecipient)
  const buckets = { mail: tokenBucket(settings.perSecond.mail), sms: tokenBucket(settings.perSecond.sms) }
  const running = lanes.map((lane) =>
    startLane({ ...deps, spread }, lane, { ...settings, bucket: buckets[lane.channel] }),
  )
  return {
    stop: async () => {
      await Promise.all(running.map((lane) => lane.stop()))
    },
  }
}

type LaneSettings = MessagesOptions & { readonly bucket: Bucket }

function startLane(
  deps: DeliveryDeps & MessagesDeps,
  { channel, upToPriority, share }: Lane,
  settings: LaneSettings,
): Loop {
  const { bucket, leaseMs, pollMs, stopWithinMs } = settings
  const slots = Math.max(1, Math.floor(settings.slots * share))
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()

  const deliver = async (claim: Claim) => {
    try {
      const answer = await deliverMessage(deps, claim, settings)
      if (answer === undefined) bucket.giveBack(1)
      if (answer?.outcome === 'notYet') bucket.rest(Math.min(answer.retryAfterSeconds ?? 0, longestRest) * 1_000)
    } catch (error) {
      // The lease runs out, and the message is claimed again.
      deps.log.warn({ event: 'message.failed', portalId: claim.portalId, messageId: claim.id, error })
    }
  }
  let ring = () => {}
  const start = (claim: Claim) => {
    const delivery = deliver(claim).finally(() => {
      underWay.delete(delivery)
      ring()
    })
    underWay.add(delivery)
  }
  const claim = async (granted: number) => {
    const claimed: Claim[] = []
    try {
      claimed.push(...(await claimMessages(deps.engine, { channel, upToPriority, limit: granted, leaseMs })))
    } finally {
      bucket.giveBack(granted - claimed.length)
    }
    for (const one of claimed) start(one)
    return claimed.length
  }
  const turn = async () => {
    while (!stopping.signal.aborted) {
      const granted = bucket.take(slots - underWay.size)
      if (granted > 0) return claim(granted)
      if (underWay.size < slots) await pause(bucket.waitMs(), undefined, { signal: stopping.signal }).catch(() => {})
      else await new Promise<void>((resolve) => (ring = resolve))
    }
    return 0
  }
  const name = `${channel} to priority ${upToPriority}`
  const loop = startLoop({ name, channel: 'drempel_messages', pollMs, pool: deps.engine, log: deps.log, turn })
  return {
    stop: async () => {
      stopping.abort()
      ring()
      await loop.stop()
      await Promise.race([Promise.all(underWay), pause(stopWithinMs, undefined, { ref: false })])
    },
  }
}
