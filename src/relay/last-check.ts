import type { MessageRow, Standing } from '../db/outbox.ts'

export type Verdict = 'go' | { readonly status: 'cancelled' | 'expired' | 'unknown'; readonly code: string }

type Facts = Pick<MessageRow, 'channel' | 'handedOverAt' | 'plan' | 'sendBefore' | 'secretId' | 'sealed'>

/**
 * Whether a message may still leave, decided just before it does. An SMS whose hand-over began and was never settled may
 * have left with the worker that died: it is not repeated. A message of a journey that ended still belongs to its last plan.
 * Nothing is sent to the dead, whoever wrote it.
 */
export function lastCheck(
  message: Facts,
  { presentPlan, secretUsable, isDead }: Omit<Standing, 'portal'>,
  now: Date,
): Verdict {
  if (isDead) return { status: 'cancelled', code: 'person_died' }
  if (message.channel === 'sms' && message.handedOverAt !== null) return { status: 'unknown', code: 'worker_lost' }
  if (message.plan !== null && message.plan !== presentPlan) return { status: 'cancelled', code: 'plan_changed' }
  if (message.sendBefore !== null && message.sendBefore <= now) return { status: 'expired', code: 'too_late' }
  if (message.secretId === null) return 'go'
  if (secretUsable !== true || message.sealed === null) return { status: 'cancelled', code: 'secret_gone' }
  return 'go'
}
