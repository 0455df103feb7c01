import type { ActCall, Answer, JourneyRef, Sight } from './journey.contract.ts'

export type RecoveryFactsSeen = {
  readonly approved: boolean
  /** Whether the address at which the person was told still counts. */
  readonly reachable: boolean
  /** Whether the code may go out, or has gone out. */
  readonly issuable: boolean
  readonly recovered: boolean
}

export type RecoverySight = Sight<RecoveryFactsSeen>

export interface AccountRecoveryActivities {
  lookAtRecovery(ref: JourneyRef): Promise<RecoverySight>
  askForRecoveryAddress(call: ActCall): Promise<Answer>
  issueRecoveryCode(call: ActCall): Promise<Answer>
  sendRecoveryReminder(call: ActCall): Promise<Answer>
  expireRecovery(call: ActCall): Promise<Answer>
  completeRecovery(call: ActCall): Promise<Answer>
}
