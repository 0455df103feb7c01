import { activityInfo } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { isAway } from '../db/away.ts'
import { postgresCode } from '../db/client.ts'

export type FailureLog = { warn(entry: { event: string; [key: string]: unknown }): void }

// A bug fails the same way every time; a few tries tell it from a hiccup, and then the journey is stuck where people see it.
const triesOfABug = 5

/**
 * The one place where an activity's error becomes a Temporal failure. Histories are read by operators of every portal:
 * only codes go in, the error itself goes to the log.
 */
export function guarded<T extends object>(activities: T, log: FailureLog): T {
  const entries = Object.entries(activities).map(([name, activity]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await activity(...args)
      } catch (error) {
        throw toFailure(error, name, log)
      }
    },
  ])
  return Object.fromEntries(entries)
}

function toFailure(error: unknown, activity: string, log: FailureLog): ApplicationFailure {
  const { attempt } = activityInfo()
  const away = isAway(error)
  log.warn({ event: 'activity.failed', activity, attempt, away, error })
  if (away) return ApplicationFailure.create({ message: 'the database is away', type: 'AWAY', nonRetryable: false })
  const code = postgresCode(error) ?? (error instanceof Error ? error.name : 'UNKNOWN')
  return ApplicationFailure.create({ message: 'the act failed', type: code, nonRetryable: attempt >= triesOfABug })
}
