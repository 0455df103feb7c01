import type { ActCall, Answer, JourneyRef, Sight } from './journey.contract.ts'

export type BatchFactsSeen = {
  readonly closed: boolean
  /** How many items nobody has decided about whether to tell their people. */
  readonly waiting: number
  readonly told: number
  readonly unread: number
}

export type BatchSeen = Sight<BatchFactsSeen>

export interface DocumentBatchActivities {
  lookAtBatch(ref: JourneyRef): Promise<BatchSeen>
  closeForgottenBatch(call: ActCall): Promise<Answer>
  tellBatch(call: ActCall): Promise<Answer>
  remindBatch(call: ActCall): Promise<Answer>
  endBatch(call: ActCall): Promise<Answer>
}
