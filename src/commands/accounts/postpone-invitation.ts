import type { Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { type Call, type Done, type Refusal, refuse } from '../execute.ts'
import { type Postpone, readReason } from '../journeys/hold-journey.ts'
import { holdActivation } from './hold-activation.ts'
import { subjectOf } from './invitation-token.ts'
import type { LinkDeps } from './invite-now.ts'
import { replan } from './replan.ts'

/** Nobody is invited before an instant to come; then the invitation goes out, and its days are counted from there. */
export async function postponeInvitation(
  tx: Tx,
  deps: LinkDeps,
  { call, input }: { readonly call: Call; readonly input: Postpone },
): Promise<Done<{ readonly journeyId: string }> | Refusal> {
  const held = await holdActivation(tx, call, input, ['journeys.write', 'installation.write'])
  if ('refused' in held) return held
  const subject = subjectOf(held)
  const reason = readReason(input, tx.now)
  if ('refused' in reason) return { ...reason, ...subject }
  if (held.activation.status === 'activated') return refuse('ALREADY_ACTIVE', subject)
  if (held.activation.status !== 'invited') return refuse('JOURNEY_ENDED', subject)
  const postponed = await replan(tx, deps, held, { actor: call.actor, change: { postponedUntil: input.until } })
  const data = { until: input.until.toISOString() }
  await appendFact(tx, postponed.journey, { fact: 'postponed', actor: call.actor, data, ...reason })
  return { value: { journeyId: input.journeyId }, ...reason, ...subject }
}
