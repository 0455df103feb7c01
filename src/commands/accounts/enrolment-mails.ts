import type { Tx } from '../../db/client.ts'
import type { EnrolmentCase } from '../../db/enrolments.ts'
import { type EnrolmentCalendar, enrolmentCalendar } from '../../domain/accounts/enrolment.ts'
import { lastDayBefore } from '../../domain/time.ts'
import type { enrolmentAsked } from '../../messages/enrolment-asked.ts'
import type { enrolmentReminder } from '../../messages/enrolment-reminder.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { signInUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'

export function calendarOf({ enrolment, journey, policy }: EnrolmentCase): EnrolmentCalendar {
  const { plannedAt } = enrolment
  return enrolmentCalendar({ plannedAt, postponedUntil: journey.postponedUntil }, policy.factors)
}

/** Asks somebody to set up a second step, or reminds them. After the deadline it would tell nonsense. */
export async function mailDeadline(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  asked: EnrolmentCase,
  { key, template }: { readonly key: string; readonly template: typeof enrolmentAsked | typeof enrolmentReminder },
): Promise<void> {
  const { deadlineAt } = calendarOf(asked)
  const sender = await senderOf(tx, asked.organisation)
  await queueMessage(tx, deps, sender, {
    template,
    params: { deadlineOn: lastDayBefore(deadlineAt), signInUrl: signInUrl(sender.portal) },
    to: asked.person,
    journey: asked.journey,
    key,
    sendBefore: deadlineAt,
  })
}
