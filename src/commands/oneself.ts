import type { Tx } from '../db/client.ts'
import { sharesMailbox } from '../db/own-account.ts'
import type { Call } from './execute.ts'

/** Whether somebody acts on themself, under another user name as well. Keys and the command line are nobody. */
export async function isOneself(tx: Tx, { actor }: Pick<Call, 'actor'>, accountId: string): Promise<boolean> {
  if (actor.kind !== 'account') return false
  return actor.accountId === accountId || (await sharesMailbox(tx, actor.accountId, [accountId]))
}
