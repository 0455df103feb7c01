import type { Pool } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import type { Problem } from '../../domain/errors.ts'
import { parseNote } from '../../domain/text.ts'
import { type Held, holdActivation } from '../accounts/hold-activation.ts'
import { subjectOf } from '../accounts/invitation-token.ts'
import type { LinkDeps } from '../accounts/invite-now.ts'
import { replan } from '../accounts/replan.ts'
import { type Call, execute, refuse } from '../execute.ts'

export type Postpone = Held & { readonly until: Date; readonly reason: string }

const furthestDays = 366

/** Nothing is done before an instant to come; then the journey begins anew, its days counted from there. */
export async function postponeJourney(
  deps: LinkDeps & { readonly app: Pool },
  call: Call,
  input: Postpone,
): Promise<{ readonly journeyId: string }> {
  return execute(deps, call, 'journeyPostpone', async (tx) => {
    const held = await holdActivation(tx, call, input, ['journeys.write', 'installation.write'])
    if ('refused' in held) return held
    const subject = subjectOf(held)
    const note = parseNote(input.reason)
    const problems = [...reasonProblems(note), ...untilProblems(input.until, tx.now)]
    if (problems.length > 0 || note === null) return refuse('INVALID_INPUT', { problems, ...subject })
    if (held.activation.status === 'activated') return refuse('ALREADY_ACTIVE', subject)
    if (held.activation.status !== 'invited') return refuse('JOURNEY_ENDED', subject)
    const postponed = await replan(tx, deps, held, { actor: call.actor, change: { postponedUntil: input.until } })
    const data = { until: input.until.toISOString() }
    await appendFact(tx, postponed.journey, { fact: 'postponed', actor: call.actor, data, note })
    return { value: { journeyId: input.journeyId }, note, ...subject }
  })
}

function reasonProblems(note: string | null): readonly Problem[] {
  return note === null ? [{ path: 'reason', code: 'REQUIRED' }] : []
}

function untilProblems(until: Date, now: Date): readonly Problem[] {
  if (until <= now) return [{ path: 'until', code: 'DATE_PASSED' }]
  return until.getTime() - now.getTime() > furthestDays * 86_400_000 ? [{ path: 'until', code: 'INVALID_DATE' }] : []
}
