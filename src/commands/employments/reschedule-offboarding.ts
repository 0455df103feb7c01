import type { Pool } from '../../db/client.ts'
import { lastDayProblems } from '../../domain/employments/leaver-item.ts'
import { localDate } from '../../domain/time.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { type Held, readReason } from '../journeys/hold-journey.ts'
import { holdOffboarding, subjectOf } from './hold-offboarding.ts'
import { replanOffboarding } from './replan-offboarding.ts'

export type RescheduleOffboarding = Held & { readonly lastDay: string; readonly reason: string }

/** Another last day, earlier, later or in the past: everything is planned anew, and the leaver is told. */
export async function rescheduleOffboarding(
  deps: { readonly app: Pool; readonly sealing: SealingPort },
  call: Call,
  input: RescheduleOffboarding,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'offboardingReschedule', async (tx) => {
    const held = await holdOffboarding(tx, call, input)
    if ('refused' in held) return held
    const subject = subjectOf(held)
    const problems = lastDayProblems(input.lastDay, localDate(tx.now))
    if (problems.length > 0) return refuse('INVALID_INPUT', { problems, ...subject })
    const reason = readReason(input, tx.now)
    if ('refused' in reason) return { ...reason, ...subject }
    if (held.offboarding.cause !== 'left') return refuse('JOURNEY_ENDED', subject)
    const { lastDay } = input
    const data = { lastDay, before: held.offboarding.lastDay }
    const change = { lastDay, extendedTo: null }
    await replanOffboarding(tx, deps, held, { fact: 'leavingMoved', actor: call.actor, data, ...reason, change })
    return { value: { journeyId: held.journey.id }, ...reason, ...subject }
  })
}
