import { setTimeout as pause } from 'node:timers/promises'
import { inPortal, type Tx } from '../db/client.ts'
import { closeMessage, messageAccepted, messageRefused, postponeMessage } from '../db/hand-over.ts'
import type { Claim } from '../db/outbox.ts'
import type { HandOver, MailPort } from '../providers/mail/port.ts'
import type { SmsPort } from '../providers/sms/port.ts'
import type { Letter } from './compose-message.ts'
import { type LetGoDeps, letGo } from './let-go.ts'
import { backOffMs } from './rates.ts'

export type DeliveryDeps = LetGoDeps & {
  readonly mail: MailPort
  readonly sms: SmsPort
  /**
   * A provider refused a message for good: the same to us as a bounce, a task for HR. Called before the row is closed, so
   * that it is called again when this worker dies in between; so it must be safe to repeat.
   */
  readonly onUndeliverable: (message: Undeliverable) => Promise<void>
}

export type Undeliverable = { readonly portalId: string; readonly messageId: string; readonly code: string }

export type Patience = {
  readonly leaseMs: number
  /** Well below the lease, so that the row is settled before another worker may claim it. */
  readonly callTimeoutMs: number
}

/** One message, from the last look until its row is settled. Answers what the provider said; undefined: it was not asked. */
export async function deliverMessage(
  deps: DeliveryDeps,
  claim: Claim,
  { leaseMs, callTimeoutMs }: Patience,
): Promise<HandOver | undefined> {
  const letter = await letGo(deps, claim, leaseMs)
  if (letter === undefined) return undefined
  const answer = await handOver(deps, letter, callTimeoutMs)
  await insist(() => settle(deps, { claim, letter, answer }))
  const { portalId, id: messageId, attempts } = claim
  const code = answer.outcome === 'accepted' ? undefined : answer.code
  deps.log.info({ event: `message.${answer.outcome}`, portalId, messageId, attempts, channel: letter.channel, code })
  return answer
}

/** No transaction is open here. An adapter that throws, or never answers, breaks its promise and leaves us in doubt. */
async function handOver({ mail, sms, log }: DeliveryDeps, letter: Letter, timeoutMs: number): Promise<HandOver> {
  const answered = new AbortController()
  const send = async () => (letter.channel === 'mail' ? mail.send(letter.mail) : sms.send(letter.sms))
  const inTime = async (): Promise<HandOver> => {
    await pause(timeoutMs, undefined, { signal: answered.signal })
    return { outcome: 'unknown', code: 'no_answer' }
  }
  const doubt = (error: unknown): HandOver => {
    if (!answered.signal.aborted) log.error({ event: 'message.adapterFailed', channel: letter.channel, error })
    return { outcome: 'unknown', code: 'adapter_failed' }
  }
  const answer = await Promise.race([send().catch(doubt), inTime().catch(doubt)])
  answered.abort()
  return answer
}

type Settling = { readonly claim: Claim; readonly letter: Letter; readonly answer: HandOver }

async function settle(deps: DeliveryDeps, settling: Settling): Promise<void> {
  const { portalId, id: messageId } = settling.claim
  if (settling.answer.outcome === 'refused') {
    await deps.onUndeliverable({ portalId, messageId, code: settling.answer.code })
  }
  await inPortal(deps.app, portalId, (tx) => write(tx, deps, settling))
}

async function write(tx: Tx, { mail, sms }: DeliveryDeps, { claim, letter, answer }: Settling): Promise<void> {
  const provider = letter.channel === 'mail' ? mail.name : sms.name
  switch (answer.outcome) {
    case 'accepted':
      return messageAccepted(tx, claim, { provider, reference: answer.reference })
    case 'refused':
      return messageRefused(tx, claim, { provider, code: answer.code })
    case 'notYet':
      return postponeMessage(tx, claim, {
        delayMs: backOffMs(claim.attempts, answer.retryAfterSeconds),
        code: answer.code,
        tried: true,
        nothingLeft: true,
      })
    case 'unknown':
      if (letter.channel === 'sms') return closeMessage(tx, claim, { status: 'unknown', code: answer.code })
      return postponeMessage(tx, claim, { delayMs: backOffMs(claim.attempts), code: answer.code, tried: true })
  }
}

const settlePauses = [100, 300, 1_000, 3_000]

/** What the provider answered must not be lost to a database that is away for a moment. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (const ms of settlePauses) {
    try {
      return await work()
    } catch {
      await pause(ms)
    }
  }
  return work()
}
