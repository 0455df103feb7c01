import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { JourneyRef } from './journey.contract.ts'
import type { OffboardingActivities } from './offboarding.contract.ts'
import { actOptions, lookOptions } from './steps/options.ts'
import { tell } from './steps/tell.ts'

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
  return tell(ref, lookAtOffboarding, async ({ act, until, untilInstant, holds, end }) => {
    const remind = { name: 'reminder', activity: remindLeaver }
    const reminded = { name: 'closing-reminder', activity: remindOfClosing }
    if (await holds((facts) => facts.isOver)) return end('closed', closeAccess)

    await act('plan', tellLeavingPlan)
    const isReady = await until((facts) => facts.isReady, { before: 'warning', waitingFor: () => 'PERSON', remind })
    if (!isReady) {
      await act('help-leaver-1', askHelpForLeaver)
      // HR hears of it, and the person is reminded all the same.
      await until((facts) => facts.isReady, { before: 'narrowing', waitingFor: () => 'PERSON', remind })
    }

    await untilInstant('narrowing', 'LAST_DAY')
    if (!(await holds((facts) => facts.isNarrowed))) await act('narrowed', narrowAccess)

    const isInTime = await until((facts) => facts.hasStatement, {
      before: 'statementDue',
      waitingFor: () => 'PAYROLL',
      remind: reminded,
    })
    if (!isInTime && !(await holds((facts) => facts.isOver))) await act('chase-statement-1', chaseStatement)
    const isPublished = await until((facts) => facts.hasStatement, {
      before: 'closing',
      waitingFor: () => 'PAYROLL',
      remind: reminded,
    })
    if (isPublished) await act('statement', announceStatement)

    await until((facts) => facts.isOver, { before: 'closing', waitingFor: () => 'CLOSING', remind: reminded })
    return end('closed', closeAccess)
  })
}
