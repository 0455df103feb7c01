import { type Pool, reading } from '../../db/client.ts'
import { findRecovery, recoveryKeys } from '../../db/recoveries.ts'
import { isIssuable, recoveryInstants } from '../../domain/accounts/recovery.ts'
import { DomainError } from '../../domain/errors.ts'
import { type Sight, sightOf } from '../journeys/look.ts'
import { canBeReached, planOf } from './recovery-facts.ts'

type FactsSeen = {
  readonly approved: boolean
  readonly reachable: boolean
  readonly issuable: boolean
  readonly recovered: boolean
}

/** What the story of a recovery sees: ids, integers, instants and enum values, never a person. */
export async function lookAtRecovery(
  deps: { readonly app: Pool },
  ref: { readonly portalId: string; readonly journeyId: string },
): Promise<Sight<FactsSeen>> {
  return reading(deps.app, ref.portalId, async (tx) => {
    const held = await findRecovery(tx, ref.journeyId)
    if (held === undefined) throw new DomainError('NOT_FOUND', { detail: `no recovery ${ref.journeyId}` })
    const { status, issuedAt } = held.recovery
    const plan = planOf(held)
    const reachable = await canBeReached(tx, held)
    return sightOf(tx, {
      journey: held.journey,
      done: await recoveryKeys(tx, ref.journeyId),
      facts: {
        approved: status !== 'asked',
        reachable,
        // Once it has gone out the story is past it, whatever became of the address.
        issuable: issuedAt !== null || isIssuable(plan, reachable, tx.now),
        recovered: status === 'recovered',
      },
      calendar: recoveryInstants(plan, tx.now),
    })
  })
}
