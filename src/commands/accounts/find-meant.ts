import { findAccountByIdentifier, lockAccount } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { type AccountOwner, findOwner, findOwnersAt } from '../../db/own-account.ts'
import type { PasswordInquiry } from '../../domain/accounts/inquiry.ts'

/** Where several share a mailbox, each hears apart; more than these are no people. */
const atMost = 3

/** Whom a stranger's question is about, in the order in which accounts are locked. */
export async function findMeant(tx: Tx, inquiry: PasswordInquiry): Promise<readonly AccountOwner[]> {
  if (inquiry.kind === 'password-by-identifier') {
    const account = await findAccountByIdentifier(tx, inquiry.identifier)
    const owner = account && (await findOwner(tx, account.id))
    return owner === undefined ? [] : [owner]
  }
  const { email, dateOfBirth } = inquiry
  const owners = await findOwnersAt(tx, email)
  return owners
    .filter(({ account, person }) => account.status !== 'closed' && person.dateOfBirth === dateOfBirth)
    .slice(0, atMost)
}

/** The same, locked: what is read now stays true until the end of the transaction. */
export async function holdMeant(tx: Tx, inquiry: PasswordInquiry): Promise<readonly AccountOwner[]> {
  const locked = new Set<string>()
  for (const { account } of await findMeant(tx, inquiry)) {
    await lockAccount(tx, account.id)
    locked.add(account.id)
  }
  return (await findMeant(tx, inquiry)).filter(({ account }) => locked.has(account.id))
}
