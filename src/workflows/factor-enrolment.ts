import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { EnrolmentFactsSeen, FactorEnrolmentActivities } from './factor-enrolment.contract.ts'
import type { JourneyRef } from './journey.contract.ts'
import { actOptions, lookOptions } from './steps/options.ts'
import { tell } from './steps/tell.ts'

const { lookAtEnrolment } = proxyLocalActivities<FactorEnrolmentActivities>(lookOptions)
const { askEnrolment, remindEnrolment, lapseEnrolment, completeEnrolment, releaseEnrolment } =
  proxyActivities<FactorEnrolmentActivities>(actOptions)

/**
 * Somebody is given time to set up a second step (docs/journeys/factor-enrolment.md).
 *
 * States    asked → enrolled | lapsed | withdrawn. Withdrawing ends the journey from outside; so does the obligation's end,
 *           which the story itself finds.
 * Instants  asking, reminder-1…n, deadline.
 * Waits     for the time it was postponed to, then for the person.
 *
 * The sign-in that begins it sends the first mail itself, so that it leaves while Temporal is away. From the deadline on
 * signing in leads to setting one up, by the clock; lapsing only tells it.
 */
export async function factorEnrolment(ref: JourneyRef): Promise<string> {
  return tell(ref, lookAtEnrolment, async ({ act, until, holds, end }) => {
    const settled = ({ enrolled, obliged }: EnrolmentFactsSeen) => enrolled || !obliged

    const settledEarly = await until(settled, { before: 'asking', waitingFor: () => 'START_DATE' })
    if (!settledEarly) await act('asked', askEnrolment)

    const settledInTime = await until(settled, {
      before: 'deadline',
      waitingFor: () => 'PERSON',
      remind: { name: 'reminder', activity: remindEnrolment },
    })

    if (!settledInTime) return end('lapsed', lapseEnrolment)
    if (await holds((facts) => facts.enrolled)) return end('enrolled', completeEnrolment)
    return end('withdrawn', releaseEnrolment)
  })
}
