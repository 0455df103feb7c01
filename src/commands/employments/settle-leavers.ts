import { forgetDeaths } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { findOffboarding, findOpenOffboardings, lockLeavers } from '../../db/offboardings.ts'
import { type Actor, authorOf } from '../../domain/accounts/access.ts'
import type { Role } from '../../domain/accounts/account.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { changeRights, endsOfCause } from './change-rights.ts'
import { endAsRehired } from './end-as-rehired.ts'
import { calendarOf } from './leaving-case.ts'

type Given = {
  readonly accountId: string
  readonly role: Role
  readonly from: Date
  /** The first day, where it was said. */
  readonly startsOn: string | null
}

type Settling = { readonly organisationId: string; readonly actor: Actor; readonly given: readonly Given[] }

/**
 * Somebody who is leaving was given one more right there. As an employee after the last day they have come back, and the
 * leaving has ended; any other right ends with the rest. Called after the rights were written.
 */
export async function settleLeavers(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { organisationId, actor, given }: Settling,
): Promise<void> {
  await forgetDeaths(
    tx,
    given.flatMap(({ accountId, role, startsOn }) => (role === 'EMPLOYEE' && startsOn !== null ? accountId : [])),
  )
  const accountIds = given.map(({ accountId }) => accountId)
  if ((await findOpenOffboardings(tx, { organisationId, accountIds })).length === 0) return
  await lockLeavers(tx, { organisationId, accountIds })
  for (const { journeyId, accountId } of await findOpenOffboardings(tx, { organisationId, accountIds })) {
    const held = await findOffboarding(tx, journeyId)
    if (held === undefined) throw new Error('a locked leaving is gone')
    const { narrowAt } = calendarOf(held)
    const back = given.find((one) => one.accountId === accountId && one.role === 'EMPLOYEE' && narrowAt <= one.from)
    if (back !== undefined) await endAsRehired(tx, deps, held, { actor, from: back.from })
    else {
      const leaver = { accountId, journeyId, ends: calendarOf(held) }
      await changeRights(tx, { organisationId, by: authorOf(actor), why: endsOfCause(held.offboarding.cause) }, [
        leaver,
      ])
    }
  }
}
