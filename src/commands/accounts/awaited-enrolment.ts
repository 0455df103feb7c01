import { lockSubject } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { type EnrolmentCase, findEnrolment } from '../../db/enrolments.ts'
import { activeFactors } from '../../db/factors.ts'
import type { JourneyRow } from '../../db/journeys.ts'
import { isStillObliged } from './still-obliged.ts'

export type AwaitedEnrolment = EnrolmentCase & { readonly enrolled: boolean; readonly obliged: boolean }

/**
 * The enrolment for an act of its story, where nothing has come of it by the record, and what the look saw of it. With the
 * account locked: a factor that is being confirmed at this moment is waited for. The journey must be locked.
 */
export async function holdAwaited(tx: Tx, journey: JourneyRow): Promise<AwaitedEnrolment | undefined> {
  await lockSubject(tx, journey)
  const asked = await findEnrolment(tx, journey.id)
  if (asked === undefined) return undefined
  const { account, enrolment } = asked
  const enrolled = enrolment.status === 'enrolled' || (await activeFactors(tx, account.id)).length > 0
  return { ...asked, enrolled, obliged: await isStillObliged(tx, account) }
}

/** Whether the person still has to be asked: as long as neither a factor nor the end of the obligation is there. */
export function isAwaited(asked: AwaitedEnrolment | undefined): asked is AwaitedEnrolment {
  return asked?.enrolment.status === 'asked' && !asked.enrolled && asked.obliged
}
