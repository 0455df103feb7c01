import type { ActCall, Answer, JourneyRef, Sight } from './journey.contract.ts'

export type OffboardingFactsSeen = {
  /** Access has ended: by the calendar, because it was blocked, or because the person died. */
  readonly isOver: boolean
  /** Nothing is left that would lock the leaver out. */
  readonly isReady: boolean
  /** HR is asked to help, or has and nothing went wrong again; once rights have narrowed, whether it ever was. */
  readonly isHelpAsked: boolean
  readonly isNarrowed: boolean
  /** HR is asked for the annual statement, or has seen to it and it did not disappear again. */
  readonly isChased: boolean
  /** Payroll has published the annual statement of the last day's year. */
  readonly hasStatement: boolean
}

export type OffboardingSight = Sight<OffboardingFactsSeen>

export interface OffboardingActivities {
  lookAtOffboarding(ref: JourneyRef): Promise<OffboardingSight>
  tellLeavingPlan(call: ActCall): Promise<Answer>
  remindLeaver(call: ActCall): Promise<Answer>
  askHelpForLeaver(call: ActCall): Promise<Answer>
  narrowAccess(call: ActCall): Promise<Answer>
  announceStatement(call: ActCall): Promise<Answer>
  chaseStatement(call: ActCall): Promise<Answer>
  remindOfClosing(call: ActCall): Promise<Answer>
  closeAccess(call: ActCall): Promise<Answer>
}
