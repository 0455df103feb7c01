import type { Pool } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { findOffboarding } from '../../db/offboardings.ts'
import type { LeavingCalendar } from '../../domain/employments/offboarding.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { calendarOf, findingsOfCase } from './leaving-case.ts'
import { queueLeavingMail } from './queue-leaving-mail.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

/** Before the last day, `reminder-1` and on: what is still to do. Of several that are overdue only the newest is sent. */
export async function remindLeaver(deps: Deps, act: Act): Promise<Answer> {
  return remind(deps, act, { name: 'reminder', mail: 'reminder', until: 'narrowAt', instants: 'reminders' })
}

/** Before the end, `closing-reminder-1` and on: take everything along. */
export async function remindOfClosing(deps: Deps, act: Act): Promise<Answer> {
  return remind(deps, act, {
    name: 'closing-reminder',
    mail: 'closing',
    until: 'closeAt',
    instants: 'closingReminders',
  })
}

type Reminder = {
  readonly name: 'reminder' | 'closing-reminder'
  readonly mail: 'reminder' | 'closing'
  readonly until: 'narrowAt' | 'closeAt'
  readonly instants: 'reminders' | 'closingReminders'
}

async function remind(deps: Deps, act: Act, { name, mail, until, instants }: Reminder): Promise<Answer> {
  return perform(deps, act, mail === 'reminder' ? 'remindLeaver' : 'remindOfClosing', async (tx, journey) => {
    const held = await findOffboarding(tx, journey.id)
    if (held === undefined) return 'changed'
    const calendar: LeavingCalendar = calendarOf(held)
    const number = Number(act.key.replace(`${name}-`, ''))
    const dueAt = calendar[instants][number - 1]
    const nextAt = calendar[instants][number] ?? calendar[until]
    if (dueAt === undefined || nextAt <= tx.now) return 'changed'
    if (dueAt > tx.now) return 'notYet'
    if (mail === 'reminder' && (await findingsOfCase(tx, held)).length === 0) return 'changed'
    await queueLeavingMail(tx, deps, held, { mail, key: act.key, sendBefore: calendar[until] })
    await appendFact(tx, journey, { fact: 'reminderSent', actor: storyOf(act), data: { number } })
    return 'done'
  })
}
