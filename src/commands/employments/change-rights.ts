import type { Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import { findRights, type RightWritten, writeRights } from '../../db/leaver-rights.ts'
import type { Author } from '../../domain/accounts/access.ts'
import type { GrantEnd } from '../../domain/accounts/account.ts'
import { type LeavingEnds, type RightsChange, rightsToChange } from '../../domain/employments/leaver-rights.ts'
import type { LeavingCause } from '../../domain/employments/offboarding.ts'
import { assertNever } from '../../domain/errors.ts'

export type Leaver = {
  readonly accountId: string
  readonly journeyId: string
  /** Null when nobody leaves any more. */
  readonly ends: LeavingEnds
}

/** Why the rights of an employee end, and the access of a leaver. */
type Why = { readonly own: GrantEnd; readonly leavers: GrantEnd }

type Changing = {
  readonly organisationId: string
  readonly by: Author
  readonly why: Why
}

export function endsOfCause(cause: LeavingCause): Why {
  switch (cause) {
    case 'left':
      return { own: 'LEFT', leavers: 'CLOSED' }
    case 'blocked':
      return { own: 'BLOCKED', leavers: 'BLOCKED' }
    case 'deceased':
      return { own: 'DECEASED', leavers: 'DECEASED' }
    default:
      return assertNever(cause)
  }
}

/**
 * Makes the rights of one or many what their plans say, whatever they are now. The accounts must be locked. Both doors close
 * by the clock from here on: no worker has to come by.
 */
export async function changeRights(tx: Tx, changing: Changing, leavers: readonly Leaver[]): Promise<void> {
  const { organisationId, by } = changing
  const held = await findRights(tx, { organisationId, leavers })
  const changes = leavers.flatMap((leaver) =>
    rightsToChange(held.get(leaver.accountId) ?? [], leaver.ends, tx.now).map((change) => ({ leaver, change })),
  )
  const ids = [...(await mintIds(tx, changes.filter(({ change }) => change.kind === 'give').length))]
  const isLeavers = new Set([...held.values()].flat().flatMap((right) => (right.isLeavers ? right.id : [])))
  const written = changes.map(({ leaver, change }) => {
    const id = change.kind === 'give' ? (ids.shift() ?? '') : change.id
    return writtenAs(changing, { leaver, change, id, isLeavers: isLeavers.has(id) })
  })
  await writeRights(tx, { organisationId, actorKind: by.kind, actorId: by.id }, written)
}

type One = {
  readonly leaver: Leaver
  readonly change: RightsChange
  readonly id: string
  readonly isLeavers: boolean
}

function writtenAs({ why }: Changing, { leaver, change, id, isLeavers }: One): RightWritten {
  const { kind } = change
  const common = { kind, id, accountId: leaver.accountId, journeyId: leaver.journeyId }
  if (kind === 'uncut') return common
  if (kind === 'cut') return { ...common, cutUntil: change.until }
  const { validFrom, validUntil } = change
  const endReason = validUntil === null ? null : why[isLeavers ? 'leavers' : 'own']
  if (kind === 'move') return { ...common, validFrom, validUntil, endReason }
  const { role, system, cut } = change
  const isAccess = role === 'EX_EMPLOYEE'
  return {
    ...common,
    role,
    system,
    validFrom,
    validUntil,
    isCut: cut !== undefined,
    cutUntil: cut?.until ?? null,
    reason: isAccess ? 'leaving' : 'leaving-withdrawn',
    endReason: validUntil === null ? null : why[isAccess ? 'leavers' : 'own'],
  }
}
