import type { RecurringName } from '../domain/journeys/recurring.ts'

export interface RecurringActivities {
  doRecurringWork(name: RecurringName): Promise<'done' | 'notYet'>
}
