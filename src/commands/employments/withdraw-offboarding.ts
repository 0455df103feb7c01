import { forgetDeaths } from '../../db/accounts.ts'
import type { Pool, Tx } from '../../db/client.ts'
import { moveOffboarding, underWay } from '../../db/offboardings.ts'
import { authorOf } from '../../domain/accounts/access.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Done, execute, type Refusal } from '../execute.ts'
import { endFromOutside } from '../journeys/end-from-outside.ts'
import { readReason, type Withdraw } from '../journeys/hold-journey.ts'
import { changeRights } from './change-rights.ts'
import { holdOffboarding, subjectOf } from './hold-offboarding.ts'
import { tellCancelled } from './tell-cancelled.ts'

type Withdrawn = { readonly journeyId: string }

export async function withdrawLeaving(
  deps: { readonly app: Pool; readonly sealing: SealingPort },
  call: Call,
  input: Withdraw,
): Promise<Withdrawn> {
  return execute(deps, call, 'offboardingWithdraw', (tx) => withdrawOffboarding(tx, deps, { call, input }))
}

/** Nobody leaves after all: rights are what they were, and what was planned is not sent. */
export async function withdrawOffboarding(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { call, input }: { readonly call: Call; readonly input: Withdraw },
): Promise<Done<Withdrawn> | Refusal> {
  const held = await holdOffboarding(tx, call, input, ['offboarding.write', 'installation.write'])
  if ('refused' in held) return held
  const subject = subjectOf(held)
  const reason = readReason(input, tx.now)
  if ('refused' in reason) return { ...reason, ...subject }
  const { journey, offboarding } = held
  const { organisationId, accountId, cause } = offboarding
  if (cause === 'deceased') await forgetDeaths(tx, [accountId])
  await moveOffboarding(tx, journey.id, { from: underWay, to: { status: 'withdrawn' } })
  const changing = { organisationId, by: authorOf(call.actor), why: { own: 'ENDED', leavers: 'WITHDRAWN' } } as const
  await changeRights(tx, changing, [{ accountId, journeyId: journey.id, ends: null }])
  await endFromOutside(tx, journey, { outcome: 'withdrawn', actor: call.actor, ...reason })
  await tellCancelled(tx, deps, held, null)
  return { value: { journeyId: journey.id }, ...reason, ...subject }
}
