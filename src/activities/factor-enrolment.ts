import { askEnrolment } from '../commands/accounts/ask-enrolment.ts'
import { completeEnrolment } from '../commands/accounts/complete-enrolment.ts'
import { lapseEnrolment } from '../commands/accounts/lapse-enrolment.ts'
import { lookAtEnrolment } from '../commands/accounts/look-at-enrolment.ts'
import { releaseEnrolment } from '../commands/accounts/release-enrolment.ts'
import { remindEnrolment } from '../commands/accounts/remind-enrolment.ts'
import type { Pool } from '../db/client.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { FactorEnrolmentActivities } from '../workflows/factor-enrolment.contract.ts'

type Deps = { readonly app: Pool; readonly sealing: SealingPort }

export function factorEnrolmentActivities(deps: Deps): FactorEnrolmentActivities {
  return {
    /** Safe to repeat: it only reads. */
    lookAtEnrolment: (ref) => lookAtEnrolment(deps, ref),

    /** Safe to repeat: the key of the mail that asks is unique in its plan. */
    askEnrolment: (call) => askEnrolment(deps, call),

    /** Safe to repeat: each reminder's key is unique in its plan. */
    remindEnrolment: (call) => remindEnrolment(deps, call),

    /** Safe to repeat: mail and end are one transaction, guarded by seq. */
    lapseEnrolment: (call) => lapseEnrolment(deps, call),

    /** Safe to repeat: an ended journey is not ended again; a change since the look answers 'changed'. */
    completeEnrolment: (call) => completeEnrolment(deps, call),

    /** Safe to repeat, for the same reason. */
    releaseEnrolment: (call) => releaseEnrolment(deps, call),
  }
}
