import { askForRecoveryAddress } from '../commands/accounts/ask-for-recovery-address.ts'
import { completeRecovery } from '../commands/accounts/complete-recovery.ts'
import { expireRecovery } from '../commands/accounts/expire-recovery.ts'
import { issueRecoveryCode } from '../commands/accounts/issue-recovery-code.ts'
import { lookAtRecovery } from '../commands/accounts/look-at-recovery.ts'
import { remindRecovery } from '../commands/accounts/remind-recovery.ts'
import type { Pool } from '../db/client.ts'
import type { HashingPort } from '../providers/hashing/port.ts'
import type { RandomPort } from '../providers/random/port.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { AccountRecoveryActivities } from '../workflows/account-recovery.contract.ts'

type Deps = {
  readonly app: Pool
  readonly random: RandomPort
  readonly sealing: SealingPort
  readonly hashing: HashingPort
}

export function accountRecoveryActivities(deps: Deps): AccountRecoveryActivities {
  return {
    /** Safe to repeat: it only reads. */
    lookAtRecovery: (ref) => lookAtRecovery(deps, ref),

    /** Safe to repeat: the task's key is unique in its plan. */
    askForRecoveryAddress: (call) => askForRecoveryAddress(deps, call),

    /** Safe to repeat: the mail's key is unique in its plan; a code that was drawn for nothing is forgotten. */
    issueRecoveryCode: (call) => issueRecoveryCode(deps, call),

    /** Safe to repeat: the reminder's key is unique in its plan. */
    sendRecoveryReminder: (call) => remindRecovery(deps, call),

    /** Safe to repeat: an ended journey is not ended again; a change since the look answers 'changed'. */
    expireRecovery: (call) => expireRecovery(deps, call),

    /** Safe to repeat: mail and end are one transaction, guarded by seq. */
    completeRecovery: (call) => completeRecovery(deps, call),
  }
}
