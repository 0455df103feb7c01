import { type ActivationCase, moveActivation } from '../../db/activations.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { endGrantsOfJourney } from '../../db/grants.ts'
import { appendFact, cancelTasks, cancelUnsent, raiseJourney } from '../../db/journeys.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import type { Actor, Right } from '../../domain/accounts/access.ts'
import { parseNote } from '../../domain/text.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { type Held, holdActivation } from './hold-activation.ts'
import { subjectOf } from './invitation-token.ts'
import type { LinkDeps } from './invite-now.ts'
import { passOn } from './pass-on.ts'

export type WithdrawDeps = LinkDeps & { readonly app: Pool }
export type Withdraw = Held & { readonly reason: string }
export type Withdrawn = { readonly journeyId: string }

/** The invitation no longer stands: its links do nothing, nothing more is sent, the access it gave is gone. */
export async function withdrawInvitation(deps: WithdrawDeps, call: Call, input: Withdraw): Promise<Withdrawn> {
  return execute(deps, call, 'invitationWithdraw', (tx) =>
    withdraw(tx, deps, { call, input, rights: ['invitations.write'] }),
  )
}

type Withdrawing = {
  readonly call: Call
  readonly input: Withdraw
  readonly rights: readonly [Right, ...Right[]]
}

export async function withdraw(
  tx: Tx,
  deps: LinkDeps,
  { call, input, rights }: Withdrawing,
): Promise<Done<Withdrawn> | Refusal> {
  const held = await holdActivation(tx, call, input, rights)
  if ('refused' in held) return held
  const subject = subjectOf(held)
  const note = parseNote(input.reason)
  if (note === null) return refuse('INVALID_INPUT', { problems: [{ path: 'reason', code: 'REQUIRED' }], ...subject })
  if (held.activation.status === 'activated') return refuse('ALREADY_ACTIVE', subject)
  if (held.activation.status !== 'invited') return refuse('JOURNEY_ENDED', subject)
  await end(tx, held, { actor: call.actor, note })
  await passOn(tx, deps, held, call.actor)
  await endGrantsOfJourney(tx, held.journey.id)
  return { value: { journeyId: held.journey.id }, note, ...subject }
}

async function end(
  tx: Tx,
  { journey, account }: ActivationCase,
  { actor, note }: { actor: Actor; note: string },
): Promise<void> {
  await moveActivation(tx, journey.id, { from: 'invited', to: 'withdrawn' })
  await cancelUnsent(tx, journey.id)
  await cancelTasks(tx, journey.id)
  await supersedeSecrets(tx, account.id, ['activation-link', 'activation-pin', 'activation-continuation'])
  await appendFact(tx, journey, { fact: 'withdrawn', actor, note })
  const ended = { status: 'ended', outcome: 'withdrawn', endedAt: tx.now, waitingFor: null, nextDueAt: null } as const
  await raiseJourney(tx, journey, { ...ended, stuckAt: null, stuckCode: null })
}
