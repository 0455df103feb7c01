import type { Pool } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { enrolmentReminder } from '../../messages/enrolment-reminder.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { holdAwaited, isAwaited } from './awaited-enrolment.ts'
import { calendarOf, mailDeadline } from './enrolment-mails.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** One reminder, `reminder-1` and on. Of several that are overdue only the newest is sent. */
export async function remindEnrolment(deps: Deps, act: Act): Promise<Answer> {
  return perform(deps, act, 'remindEnrolment', async (tx, journey) => {
    const asked = await holdAwaited(tx, journey)
    if (!isAwaited(asked) || asked.person.emailStatus === 'bounced') return 'changed'
    const { reminders, deadlineAt } = calendarOf(asked)
    const number = Number(act.key.replace('reminder-', ''))
    const [dueAt, nextAt] = [reminders[number - 1], reminders[number] ?? deadlineAt]
    if (dueAt === undefined || nextAt <= tx.now) return 'changed'
    if (dueAt > tx.now) return 'notYet'
    await mailDeadline(tx, deps, asked, { key: act.key, template: enrolmentReminder })
    await appendFact(tx, journey, { fact: 'reminderSent', actor: storyOf(act), data: { number } })
    return 'done'
  })
}
