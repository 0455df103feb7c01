import { moveActivation } from '../../db/activations.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { endGrantsOfJourney } from '../../db/grants.ts'
import { supersedeSecrets } from '../../db/secrets.ts'
import type { Right } from '../../domain/accounts/access.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { endFromOutside } from '../journeys/end-from-outside.ts'
import { readReason, type Withdraw } from '../journeys/hold-journey.ts'
import { holdActivation } from './hold-activation.ts'
import { subjectOf } from './invitation-token.ts'
import type { LinkDeps } from './invite-now.ts'
import { passOn } from './pass-on.ts'

export type Withdrawn = { readonly journeyId: string }

/** The invitation no longer stands: its links do nothing, nothing more is sent, the access it gave is gone. */
export async function withdrawInvitation(
  deps: LinkDeps & { readonly app: Pool },
  call: Call,
  input: Withdraw,
): Promise<Withdrawn> {
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
  const { journey, account, activation } = held
  const subject = subjectOf(held)
  const reason = readReason(input, tx.now)
  if ('refused' in reason) return { ...reason, ...subject }
  if (activation.status === 'activated') return refuse('ALREADY_ACTIVE', subject)
  if (activation.status !== 'invited') return refuse('JOURNEY_ENDED', subject)
  await moveActivation(tx, journey.id, { from: 'invited', to: 'withdrawn' })
  await supersedeSecrets(tx, account.id, ['activation-link', 'activation-pin', 'activation-continuation'])
  await endFromOutside(tx, journey, { outcome: 'withdrawn', actor: call.actor, ...reason })
  await passOn(tx, deps, held, call.actor)
  await endGrantsOfJourney(tx, journey.id, { actor: call.actor, reason: 'WITHDRAWN' })
  return { value: { journeyId: journey.id }, ...reason, ...subject }
}
