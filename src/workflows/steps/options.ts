import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow'

/**
 * Looking and resting are short, local to the worker and cheap in history. A database that is away is waited for: the
 * pauses beyond a few seconds become timers, so a long outage does not fill the history.
 */
export const lookOptions: LocalActivityOptions = {
  startToCloseTimeout: '5s',
  localRetryThreshold: '5s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '30s' },
}

/** Acts are told in history. What can never succeed is made non-retryable in activities/failures.ts; the rest is tried on. */
export const actOptions: ActivityOptions = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '30s' },
}
