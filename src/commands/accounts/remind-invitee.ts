import { findActivation } from '../../db/activations.ts'
import type { Pool } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { activationReminder } from '../../messages/activation-reminder.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import { calendarOf, mintLink } from './activation-links.ts'
import type { LinkDeps } from './invite-now.ts'

/** One reminder, `reminder-1` and on. Of several that are overdue only the newest is sent. */
export async function remindInvitee(deps: LinkDeps & { readonly app: Pool }, act: Act): Promise<Answer> {
  return perform(deps, act, 'remindInvitee', async (tx, journey) => {
    const invited = await findActivation(tx, journey.id)
    if (invited?.activation.status !== 'invited' || invited.activation.contactProblem !== null) return 'changed'
    const { reminders, expiresAt } = calendarOf(invited)
    const number = Number(act.key.replace('reminder-', ''))
    const [dueAt, nextAt] = [reminders[number - 1], reminders[number] ?? expiresAt]
    if (dueAt === undefined || nextAt <= tx.now) return 'changed'
    if (dueAt > tx.now) return 'notYet'

    const sender = await senderOf(tx, invited.organisation)
    const secret = await mintLink(tx, deps, invited, sender.portal)
    await queueMessage(tx, deps, sender, {
      template: activationReminder,
      params: { validUntil: expiresAt },
      to: invited.person,
      journey,
      key: act.key,
      secret,
      sendBefore: expiresAt,
    })
    await appendFact(tx, journey, { fact: 'reminderSent', actor: storyOf(act), data: { number } })
    return 'done'
  })
}
