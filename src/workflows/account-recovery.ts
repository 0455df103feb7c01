import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { AccountRecoveryActivities } from './account-recovery.contract.ts'
import type { JourneyRef } from './journey.contract.ts'
import { actOptions, lookOptions } from './steps/options.ts'
import { tell } from './steps/tell.ts'

const { lookAtRecovery } = proxyLocalActivities<AccountRecoveryActivities>(lookOptions)
const { askForRecoveryAddress, issueRecoveryCode, sendRecoveryReminder, expireRecovery, completeRecovery } =
  proxyActivities<AccountRecoveryActivities>(actOptions)

/**
 * The service desk restores the access of somebody who lost a second step (docs/journeys/account-recovery.md).
 *
 * States    asked → approved → issued → recovered | objected | expired | withdrawn. Objecting and withdrawing end the
 *           journey from outside.
 * Instants  approveBefore, issue, issueBefore, reminder-1, end.
 * Waits     for a second one of the desk, for the time in which the person can object, for an address where none reaches
 *           them, then for the person.
 *
 * The command that starts it sends the notices itself, so that they leave while Temporal is away.
 */
export async function accountRecovery(ref: JourneyRef): Promise<string> {
  return tell(ref, lookAtRecovery, async ({ act, until, untilInstant, end }) => {
    const approved = await until((facts) => facts.approved, {
      before: 'approveBefore',
      waitingFor: () => 'SERVICE_DESK',
    })
    if (!approved) return end('expired', expireRecovery)

    await untilInstant('issue', 'WAITING_TIME')
    const issuable = await until((facts) => facts.issuable, {
      before: 'issueBefore',
      waitingFor: () => 'HR',
      remind: { name: 'correct-email', activity: askForRecoveryAddress },
    })
    if (!issuable) return end('expired', expireRecovery)
    await act('recovery-code', issueRecoveryCode)

    const recovered = await until((facts) => facts.recovered, {
      before: 'end',
      waitingFor: () => 'PERSON',
      remind: { name: 'reminder', activity: sendRecoveryReminder },
    })
    if (!recovered) return end('expired', expireRecovery)
    return end('recovered', completeRecovery)
  })
}
