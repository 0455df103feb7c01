import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { JourneyRef } from './journey.contract.ts'
import type { OffboardingActivities, OffboardingFactsSeen } from './offboarding.contract.ts'
import { actOptions, lookOptions } from './steps/options.ts'
import { type Steps, tell } from './steps/tell.ts'

const { lookAtOffboarding } = proxyLocalActivities<OffboardingActivities>(lookOptions)
const {
  tellLeavingPlan,
  remindLeaver,
  askHelpForLeaver,
  narrowAccess,
  announceStatement,
  chaseStatement,
  remindOfClosing,
  closeAccess,
} = proxyActivities<OffboardingActivities>(actOptions)

/**
 * Somebody leaves an employer, and reaches payslips and statements until April (docs/journeys/offboarding.md).
 *
 * States    planned → narrowed → closed | rehired | withdrawn. Rehiring and withdrawing end the journey from outside;
 *           another date, a block and a death plan it anew.
 * Instants  reminder-1…n, warning, narrowing, statementDue, closing-reminder-1…n, closing.
 * Waits     for the leaver to give an address and a second step of their own, for the last day, for payroll's annual
 *           statement, for 1 April.
 *
 * Both doors close by the clock, whether this is told or not: the command that plans gives every right its end.
 */
export async function offboarding(ref: JourneyRef): Promise<string> {
  return tell(ref, lookAtOffboarding, async (steps) => {
    const { act, holds, end } = steps
    if (await holds((facts) => facts.isOver)) return end('closed', closeAccess)
    await act('plan', tellLeavingPlan)
    await untilLastDayIsOver(steps)
    if (!(await holds((facts) => facts.isNarrowed))) await act('narrowed', narrowAccess)
    await untilClosing(steps)
    return end('closed', closeAccess)
  })
}

/** Whoever is not ready is reminded, and HR hears of it. What was put right may go wrong again. */
async function untilLastDayIsOver({ act, until, holds }: Steps<OffboardingFactsSeen>): Promise<void> {
  const remind = { name: 'reminder', activity: remindLeaver }
  const isReady = (before: string) => until((facts) => facts.isReady, { before, waitingFor: () => 'PERSON', remind })
  do {
    if (await isReady('warning')) continue
    if (!(await holds((facts) => facts.isHelpAsked))) await act('help-leaver', askHelpForLeaver)
    if (!(await isReady('narrowing'))) return
  } while (await until((facts) => !facts.isReady, { before: 'narrowing', waitingFor: () => 'LAST_DAY' }))
}

/** Payroll is waited for, and chased on 1 March. What it published may be withdrawn. */
async function untilClosing({ act, until, holds }: Steps<OffboardingFactsSeen>): Promise<void> {
  const remind = { name: 'closing-reminder', activity: remindOfClosing }
  const isPublished = (before: string) =>
    until((facts) => facts.hasStatement, { before, waitingFor: () => 'PAYROLL', remind })
  do {
    const isInTime = await isPublished('statementDue')
    const isAsked = isInTime || (await holds((facts) => facts.isOver || facts.isChased))
    if (!isAsked) await act('chase-statement', chaseStatement)
    if (!(await isPublished('closing'))) return
    await act('statement', announceStatement)
  } while (await until((facts) => !facts.hasStatement, { before: 'closing', waitingFor: () => 'CLOSING', remind }))
}
