import type { Tx } from '../../db/client.ts'
import { activeFactors, type FactorRow } from '../../db/factors.ts'
import { type AccountOwner, findOwner } from '../../db/own-account.ts'
import type { RecoveryRow } from '../../db/recoveries.ts'
import type { Code } from '../../domain/codes.ts'
import { judgePrivate } from './set-private-email.ts'
import { isAccountShut } from './shut-account.ts'
import { isTaken } from './start-email-change.ts'

/** Where it leads: a private address, where the desk gives one, and the number to which a PIN goes, where a password is set. */
export type RecoveryWay = Pick<RecoveryRow, 'privateEmail'> & {
  readonly setsPassword: boolean
  readonly pinMobile: string | null
}

type Judging = { readonly way: RecoveryWay; readonly desk: readonly string[] }

/** Why somebody cannot be recovered this way, by these of the desk; null when they can. The account must be locked. */
export async function judgeRecoverable(tx: Tx, owner: AccountOwner, { way, desk }: Judging): Promise<Code | null> {
  const { account, person } = owner
  if (account.status !== 'active' || (await isAccountShut(tx, account.id))) return 'ACCOUNT_NOT_ACTIVE'
  const hasFactor = (await activeFactors(tx, account.id)).length > 0
  if (!hasFactor && !way.setsPassword) return 'NOTHING_TO_RECOVER'
  if (way.privateEmail === null) return person.emailStatus === 'proven' ? null : 'NO_CHANNEL'
  if (way.setsPassword && way.pinMobile === null) return 'NO_SECOND_CHANNEL'
  return judgeAddress(tx, owner, { email: way.privateEmail, desk })
}

type Address = { readonly email: string; readonly desk: readonly string[] }

async function judgeAddress(tx: Tx, owner: AccountOwner, { email, desk }: Address): Promise<Code | null> {
  if (email === owner.person.email) return 'UNCHANGED'
  for (const accountId of desk) {
    if ((await findOwner(tx, accountId))?.person.email === email) return 'ADDRESS_NOT_THEIRS'
  }
  if (await isTaken(tx, owner.account.id, email)) return 'ADDRESS_TAKEN'
  return judgePrivate(tx, owner, email)
}

/**
 * The numbers to which a PIN may go, the best first: known and proven before the recovery began, and not that of a phone of
 * the employer.
 */
export async function numbersForPin(tx: Tx, { account, person }: AccountOwner): Promise<readonly string[]> {
  const factors = await activeFactors(tx, account.id)
  const onFile = person.mobileStatus === 'proven' ? person.mobile : null
  const known = [...(onFile === null ? [] : [onFile]), ...factors.flatMap(({ mobile }) => mobile ?? [])]
  const isDead = (mobile: string) =>
    mobile === person.mobile && (person.mobileStatus === 'wrong' || person.mobileStatus === 'unreachable')
  return known.filter((mobile) => !isDead(mobile) && !isOfEmployer(factors, mobile))
}

export async function isNumberOfEmployer(tx: Tx, accountId: string, mobile: string): Promise<boolean> {
  return isOfEmployer(await activeFactors(tx, accountId), mobile)
}

function isOfEmployer(factors: readonly FactorRow[], mobile: string): boolean {
  return factors.some((factor) => factor.mobile === mobile && factor.owner === 'work')
}
