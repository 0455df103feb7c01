import { forgetDeaths } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { endLeaversAccess } from '../../db/leaver-rights.ts'
import { moveOffboarding, type OffboardingCase, underWay } from '../../db/offboardings.ts'
import { type Actor, authorOf } from '../../domain/accounts/access.ts'
import { localDate } from '../../domain/time.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { endFromOutside } from '../journeys/end-from-outside.ts'
import { changeRights } from './change-rights.ts'
import { calendarOf } from './leaving-case.ts'
import { tellCancelled } from './tell-cancelled.ts'

type Rehired = {
  readonly actor: Actor
  readonly note?: string | undefined
  /** The first second of the first new day. */
  readonly from: Date
}

/**
 * Somebody comes back: the leaving ends, and nothing of it is sent any more. Whoever comes back before they were gone has
 * their rights as they were, and true is answered; for others access as a leaver ends where the new one begins. The journey
 * must be locked, and its account.
 */
export async function endAsRehired(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  held: OffboardingCase,
  { actor, note, from }: Rehired,
): Promise<boolean> {
  const { journey, offboarding } = held
  const { organisationId, accountId, cause } = offboarding
  const { narrowAt } = calendarOf(held)
  const isSeamless = cause === 'left' && tx.now < narrowAt && from <= narrowAt
  const startsOn = localDate(from)
  const change = { status: 'rehired', rehiredOn: startsOn } as const
  if (!(await moveOffboarding(tx, journey.id, { from: underWay, to: change })))
    throw new Error('a locked leaving moved')
  await forgetDeaths(tx, [accountId])
  if (isSeamless) {
    const changing = { organisationId, by: authorOf(actor), why: { own: 'ENDED', leavers: 'REHIRED' } } as const
    await changeRights(tx, changing, [{ accountId, journeyId: journey.id, ends: null }])
  } else await endLeaversAccess(tx, { organisationId, accountId, from, actor })
  await endFromOutside(tx, journey, { outcome: 'rehired', actor, note, data: { startsOn } })
  await tellCancelled(tx, deps, held, startsOn)
  return isSeamless
}
