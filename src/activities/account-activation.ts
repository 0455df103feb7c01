import { completeActivation } from '../commands/accounts/complete-activation.ts'
import { expireInvitation } from '../commands/accounts/expire-invitation.ts'
import { lookAtActivation } from '../commands/accounts/look-at-activation.ts'
import { remindInvitee } from '../commands/accounts/remind-invitee.ts'
import { tellInvitation } from '../commands/accounts/tell-invitation.ts'
import type { Pool } from '../db/client.ts'
import type { RandomPort } from '../providers/random/port.ts'
import type { SealingPort } from '../providers/sealing/port.ts'
import type { AccountActivationActivities } from '../workflows/account-activation.contract.ts'

type Deps = { readonly app: Pool; readonly random: RandomPort; readonly sealing: SealingPort }

export function accountActivationActivities(deps: Deps): AccountActivationActivities {
  return {
    /** Safe to repeat: it only reads. */
    lookAtActivation: (ref) => lookAtActivation(deps, ref),

    /** Safe to repeat: the invitation's key is unique in its plan. */
    sendInvitation: (call) => tellInvitation(deps, call),

    /** Safe to repeat: each reminder's key is unique in its plan. */
    sendActivationReminder: (call) => remindInvitee(deps, call),

    /** Safe to repeat: an ended journey is not ended again; a change since the look answers 'changed'. */
    expireActivation: (call) => expireInvitation(deps, call),

    /** Safe to repeat: mail and end are one transaction, guarded by seq. */
    completeActivation: (call) => completeActivation(deps, call),
  }
}
