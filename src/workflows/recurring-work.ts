import { proxyActivities } from '@temporalio/workflow'
import type { RecurringName } from '../domain/journeys/recurring.ts'
import type { RecurringActivities } from './recurring-work.contract.ts'

const { doRecurringWork } = proxyActivities<RecurringActivities>({
  startToCloseTimeout: '10m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m', maximumAttempts: 20 },
})

/** Knocks, as its Schedule tells it to. The activity decides by the database's clock whether anything is due. */
export async function recurringWork(name: RecurringName): Promise<void> {
  await doRecurringWork(name)
}
