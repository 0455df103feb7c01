import { askHelpForLeaver } from '../commands/employments/ask-help-for-leaver.ts'
import { closeAccess } from '../commands/employments/close-access.ts'
import { lookAtOffboarding } from '../commands/employments/look-at-offboarding.ts'
import { narrowAccess } from '../commands/employments/narrow-access.ts'
import { remindLeaver, remindOfClosing } from '../commands/employments/remind-leaver.ts'
import { tellLeavingPlan } from '../commands/employments/tell-leaving-plan.ts'
import { announceStatement, chaseStatement } from '../commands/employments/tell-statement.ts'
import type { Pool } from '../db/client.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { OffboardingActivities } from '../workflows/offboarding.contract.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

export function offboardingActivities(deps: Deps): OffboardingActivities {
  return {
    /** Safe to repeat: it only reads. */
    lookAtOffboarding: (ref) => lookAtOffboarding(deps, ref),

    /** Safe to repeat: the key of the plan's mail is unique in its plan. */
    tellLeavingPlan: (call) => tellLeavingPlan(deps, call),

    /** Safe to repeat: each reminder's key is unique in its plan. */
    remindLeaver: (call) => remindLeaver(deps, call),

    /** Safe to repeat: the task's key is unique in its plan. */
    askHelpForLeaver: (call) => askHelpForLeaver(deps, call),

    /** Safe to repeat: one conditional update of the status, and the mail's key. */
    narrowAccess: (call) => narrowAccess(deps, call),

    /** Safe to repeat: the mail's key is unique in its plan. */
    announceStatement: (call) => announceStatement(deps, call),

    /** Safe to repeat: the task's key is unique in its plan. */
    chaseStatement: (call) => chaseStatement(deps, call),

    /** Safe to repeat: each reminder's key is unique in its plan. */
    remindOfClosing: (call) => remindOfClosing(deps, call),

    /** Safe to repeat: mail and end are one transaction, guarded by seq. */
    closeAccess: (call) => closeAccess(deps, call),
  }
}
