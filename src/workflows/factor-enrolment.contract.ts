import type { ActCall, Answer, JourneyRef, Sight } from './journey.contract.ts'

export type EnrolmentFactsSeen = {
  readonly enrolled: boolean
  /** The policy in effect and the roles in force still ask for a second step. */
  readonly obliged: boolean
}

export type EnrolmentSeen = Sight<EnrolmentFactsSeen>

export interface FactorEnrolmentActivities {
  lookAtEnrolment(ref: JourneyRef): Promise<EnrolmentSeen>
  askEnrolment(call: ActCall): Promise<Answer>
  remindEnrolment(call: ActCall): Promise<Answer>
  lapseEnrolment(call: ActCall): Promise<Answer>
  completeEnrolment(call: ActCall): Promise<Answer>
  releaseEnrolment(call: ActCall): Promise<Answer>
}
