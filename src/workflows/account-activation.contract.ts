import type { ActCall, Answer, JourneyRef, Sight } from './journey.contract.ts'

export type ActivationFactsSeen = {
  readonly activated: boolean
  /** Neither mail nor SMS reaches the person as things stand: HR has a task. */
  readonly contactProblem: boolean
}

export type ActivationSight = Sight<ActivationFactsSeen>

export interface AccountActivationActivities {
  lookAtActivation(ref: JourneyRef): Promise<ActivationSight>
  sendInvitation(call: ActCall): Promise<Answer>
  sendActivationReminder(call: ActCall): Promise<Answer>
  expireActivation(call: ActCall): Promise<Answer>
  completeActivation(call: ActCall): Promise<Answer>
}
