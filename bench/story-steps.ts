import type { Client } from '@temporalio/client'
import type { temporal } from '@temporalio/proto'
import { eventually } from '../test/support/eventually.ts'
import type { BareStep } from './bare/worker.ts'

type HistoryEvent = temporal.api.history.v1.IHistoryEvent

/** What a story's history says that it did, in order, once it says that the story rests. */
export async function stepsOf(client: Client, id: string): Promise<readonly BareStep[]> {
  return eventually(`${id} waits for its timer`, async () => {
    const { events } = await client.workflow.getHandle(id).fetchHistory()
    const timer = events?.findLastIndex((event) => event.timerStartedEventAttributes) ?? -1
    return timer >= 0 && events?.slice(0, timer).flatMap(stepOf)
  })
}

function stepOf(event: HistoryEvent): readonly BareStep[] {
  if (event.activityTaskScheduledEventAttributes) return ['ordinary']
  return event.markerRecordedEventAttributes?.markerName === 'core_local_activity' ? ['local'] : []
}
