import { inPortal, type Pool } from '../db/client.ts'
import { claimInquiries, type InquiryClaim, takeInquiry } from '../db/inquiries.ts'
import type { Log } from './log.ts'

export type InquiriesDeps = {
  readonly app: Pool
  readonly engine: Pool
  readonly log: Log
  /** Answers it and takes it out of the queue, in one transaction: called twice, it is answered once. */
  readonly answerInquiry: (waiting: Pick<InquiryClaim, 'portalId' | 'inquiryId'>) => Promise<void>
}

export type InquiriesOptions = {
  readonly batch: number
  /** The first lease; each attempt takes twice as long a one. */
  readonly leaseMs: number
  /** After so many it is dropped: whoever asked has long asked again. */
  readonly attempts: number
}

const defaults: InquiriesOptions = { batch: 8, leaseMs: 10_000, attempts: 8 }

/**
 * One turn of the queue of what strangers ask, in any number of workers: claimed by lease (engine's role, which sees no
 * content) → answered and deleted in one transaction of the portal. What fails, and what a dead worker left, keeps its lease
 * and comes back when that runs out, later each time.
 */
export async function answerInquiries(deps: InquiriesDeps, options: Partial<InquiriesOptions> = {}): Promise<number> {
  const { batch, leaseMs, attempts } = { ...defaults, ...options }
  const claimed = await claimInquiries(deps.engine, { limit: batch, leaseMs })
  const settled = await Promise.all(
    claimed.map((claim) => (claim.attempts > attempts ? drop(deps, claim) : answer(deps, claim))),
  )
  return settled.filter((ok) => ok).length
}

async function answer(deps: InquiriesDeps, { portalId, inquiryId, attempts }: InquiryClaim): Promise<boolean> {
  try {
    await deps.answerInquiry({ portalId, inquiryId })
    deps.log.info({ event: 'inquiry.answered', portalId, inquiryId, attempts })
    return true
  } catch (error) {
    deps.log.warn({ event: 'inquiry.failed', portalId, inquiryId, attempts, error })
    return false
  }
}

async function drop({ app, log }: InquiriesDeps, { portalId, inquiryId, attempts }: InquiryClaim): Promise<boolean> {
  const dropped = await inPortal(app, portalId, (tx) => takeInquiry(tx, inquiryId))
  if (dropped) log.error({ event: 'inquiry.dropped', portalId, inquiryId, attempts: attempts - 1 })
  return dropped
}
