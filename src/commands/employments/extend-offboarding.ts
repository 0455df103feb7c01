import type { Pool } from '../../db/client.ts'
import { addDays, isLocalDate, lastDayBefore, localDate } from '../../domain/time.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { type Held, readReason } from '../journeys/hold-journey.ts'
import { holdOffboarding, subjectOf } from './hold-offboarding.ts'
import { calendarOf } from './leaving-case.ts'
import { replanOffboarding } from './replan-offboarding.ts'

export type ExtendOffboarding = Held & { readonly through: string; readonly reason: string }

// A right that somebody forgets ends all the same.
const longestDays = 2 * 366

/** Access for one person through a later day than the policy gives: a statement that came late, a dispute. */
export async function extendOffboarding(
  deps: { readonly app: Pool; readonly sealing: SealingPort },
  call: Call,
  input: ExtendOffboarding,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'offboardingExtend', async (tx) => {
    const held = await holdOffboarding(tx, call, input)
    if ('refused' in held) return held
    const subject = subjectOf(held)
    const { through } = input
    const invalid = (code: 'INVALID_DATE' | 'EXTENSION_TOO_EARLY') =>
      refuse('INVALID_INPUT', { problems: [{ path: 'through', code }], ...subject })
    const today = localDate(tx.now)
    if (!isLocalDate(through) || addDays(today, longestDays) < through) return invalid('INVALID_DATE')
    const reason = readReason(input, tx.now)
    if ('refused' in reason) return { ...reason, ...subject }
    if (held.offboarding.cause !== 'left') return refuse('JOURNEY_ENDED', subject)
    if (through <= lastDayBefore(calendarOf(held).closeAt) || through < today) return invalid('EXTENSION_TOO_EARLY')
    const change = { extendedTo: through }
    const data = { through }
    await replanOffboarding(tx, deps, held, { fact: 'leavingExtended', actor: call.actor, data, ...reason, change })
    return { value: { journeyId: held.journey.id }, ...reason, ...subject }
  })
}
