import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { DocumentBatchActivities } from './document-batch.contract.ts'
import type { JourneyRef } from './journey.contract.ts'
import { actOptions, lookOptions } from './steps/options.ts'
import { tell } from './steps/tell.ts'

const { lookAtBatch } = proxyLocalActivities<DocumentBatchActivities>(lookOptions)
const { closeForgottenBatch, tellBatch, remindBatch, endBatch } = proxyActivities<DocumentBatchActivities>(actOptions)

/**
 * A batch of documents comes in, and people are told of it (docs/journeys/document-batch.md).
 *
 * States    open → closed → told → opened | told. Withdrawing ends the journey from outside.
 * Instants  closing, telling, reminder-1…n, end.
 * Waits     for the system that publishes, for the time it was postponed to, then for the people.
 *
 * Telling and reminding are done for some hundreds of people at a time: each act is repeated until the look counts nobody
 * who is left.
 */
export async function documentBatch(ref: JourneyRef): Promise<string> {
  return tell(ref, lookAtBatch, async ({ act, until, untilInstant, holds, end }) => {
    const isClosed = await until(({ closed }) => closed, { before: 'closing', waitingFor: () => 'SYSTEM' })
    if (!isClosed) await act('closed', closeForgottenBatch)

    await untilInstant('telling', 'START_DATE')
    while (await holds(({ waiting }) => waiting > 0)) await act('told', tellBatch)

    await until(({ unread }) => unread === 0, {
      before: 'end',
      waitingFor: () => 'PEOPLE',
      remind: { name: 'reminder', activity: remindBatch },
    })
    const isOpened = await holds(({ told, unread }) => told > 0 && unread === 0)
    return end(isOpened ? 'opened' : 'told', endBatch)
  })
}
