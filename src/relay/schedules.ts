import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client'
import { type RecurringName, recurringWork } from '../domain/journeys/recurring.ts'

/**
 * One Temporal Schedule per recurring work. It only knocks: whether something is due is a row in Postgres, so a Schedule
 * that knocks twice, or was lost for a day, does no harm.
 */
export async function ensureSchedules(client: Client, taskQueue: string): Promise<number> {
  const created = await Promise.all(recurringWork.map((name) => ensureSchedule(client, taskQueue, name)))
  return created.filter((isNew) => isNew).length
}

async function ensureSchedule(client: Client, taskQueue: string, name: RecurringName): Promise<boolean> {
  try {
    await client.schedule.create({
      scheduleId: `drempel/${name}`,
      spec: { intervals: [{ every: '1h' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1m' },
      action: {
        type: 'startWorkflow',
        workflowType: 'recurringWork',
        workflowId: `recurring/${name}`,
        taskQueue,
        args: [name],
      },
    })
    return true
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return false
    throw error
  }
}
