import type { ActCall, Answer, JourneyRef, Sight } from './journey.contract.ts'

export type LeavingBatchFactsSeen = {
  /** For somebody who starts or resumes it. */
  readonly waits: boolean
  /** How many items nobody has handled. */
  readonly left: number
}

export type LeavingBatchSeen = Sight<LeavingBatchFactsSeen>

export interface LeavingBatchActivities {
  lookAtLeavingBatch(ref: JourneyRef): Promise<LeavingBatchSeen>
  planLeavingChunk(call: ActCall): Promise<Answer>
  endLeavingBatch(call: ActCall): Promise<Answer>
}
