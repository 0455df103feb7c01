import type { Tx } from '../../db/client.ts'
import { allGrants } from '../../db/grants.ts'
import { isShut } from '../../domain/accounts/shut.ts'
import { type Refusal, refuse } from '../execute.ts'

/** Whether all that an account was ever given has ended: then nothing begins with it any more. */
export async function isAccountShut(tx: Tx, accountId: string): Promise<boolean> {
  return isShut(await allGrants(tx, accountId), tx.now)
}

/** Told to whoever has shown that the account is theirs, and to nobody else. */
export function refuseShut(accountId: string, endedAt: Date): Refusal {
  return refuse('ACCESS_ENDED', { endedAt, subjectId: accountId })
}
