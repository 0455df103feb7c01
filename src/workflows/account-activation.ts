import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { AccountActivationActivities } from './account-activation.contract.ts'
import type { JourneyRef } from './journey.contract.ts'
import { actOptions, lookOptions } from './steps/options.ts'
import { tell } from './steps/tell.ts'

const { lookAtActivation } = proxyLocalActivities<AccountActivationActivities>(lookOptions)
const { sendInvitation, sendActivationReminder, expireActivation, completeActivation } =
  proxyActivities<AccountActivationActivities>(actOptions)

/**
 * Somebody is invited to activate an account (docs/journeys/account-activation.md).
 *
 * States    invited → activated | expired | withdrawn. Withdrawing ends the journey from outside.
 * Instants  invitation, reminder-1…n, expiry.
 * Waits     for the start date to come near, then for the person, or for HR where no message reaches the person.
 *
 * The command that invites sends the invitation itself when it is due at once, so that it leaves while Temporal is away.
 */
export async function accountActivation(ref: JourneyRef): Promise<string> {
  return tell(ref, lookAtActivation, async ({ act, until, untilInstant, end }) => {
    await untilInstant('invitation', 'START_DATE')
    await act('invitation', sendInvitation)

    const activated = await until((facts) => facts.activated, {
      before: 'expiry',
      waitingFor: (facts) => (facts.contactProblem ? 'HR' : 'PERSON'),
      remind: { name: 'reminder', activity: sendActivationReminder },
    })

    if (!activated) return end('expired', expireActivation)
    return end('activated', completeActivation)
  })
}
