import type { Tx } from '../../db/client.ts'
import { mintIds } from '../../db/ids.ts'
import {
  claimAccounts,
  findKnownAccounts,
  findKnownReferences,
  type KnownAccount,
  lockKnown,
} from '../../db/invitations.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import { judgeInvitation, type Verdict } from '../../domain/accounts/invitation-verdict.ts'
import type { Readable } from './read-invitations.ts'

export type Decided = Readable & {
  readonly verdict: Exclude<Verdict, { kind: 'new' }> | { readonly kind: 'new'; readonly account: NewIds }
}

type NewIds = { readonly accountId: string; readonly personId: string }

type Pending = {
  readonly organisationId: string | null
  readonly pending: readonly Readable[]
  /** The person who invites, where one does. */
  readonly inviter?: AccountOwner | undefined
}

const rounds = 4

/**
 * Decides every item under the locks of the accounts that exist, and makes the accounts that do not. Whoever finds that
 * somebody else has just made one looks at it again, as an account that exists.
 */
export async function decideInvitations(tx: Tx, { pending, ...setting }: Pending): Promise<readonly Decided[]> {
  const decided: Decided[] = []
  let left = pending
  for (let round = 1; left.length > 0; round++) {
    if (round > rounds) throw new Error('accounts appear and vanish faster than they can be looked at')
    const judged = await judge(tx, { ...setting, pending: left })
    const made = await claim(
      tx,
      judged.filter(({ verdict }) => verdict.kind === 'new'),
    )
    decided.push(
      ...judged.flatMap(({ verdict, ...item }) => (verdict.kind === 'new' ? [] : [{ ...item, verdict }])),
      ...made,
    )
    const settled = new Set(decided.map(({ index }) => index))
    left = left.filter(({ index }) => !settled.has(index))
  }
  return decided
}

async function judge(
  tx: Tx,
  { organisationId, pending, inviter }: Pending,
): Promise<readonly (Readable & { verdict: Verdict })[]> {
  const identifiers = pending.map(({ invitation }) => invitation.identifier)
  const known = await lockedAccounts(tx, { organisationId, identifiers })
  const references = pending.flatMap(({ invitation }) => invitation.externalReference ?? [])
  const referred = new Map(
    (await findKnownReferences(tx, { organisationId, references })).map((row) => [row.reference, row]),
  )
  return pending.map(({ index, invitation }) => {
    const account = known.get(invitation.identifier)
    const verdict = judgeInvitation(invitation, account, referred.get(invitation.externalReference ?? ''))
    return { index, invitation, verdict: isOwnReturn(verdict, account, inviter) ? ownReturn : verdict }
  })
}

const ownReturn: Verdict = { kind: 'refused', path: 'email', code: 'SECOND_PERSON_NEEDED' }

/** Whoever leaves does not bring themself back, under another user name either. */
function isOwnReturn({ kind }: Verdict, known: KnownAccount | undefined, inviter: AccountOwner | undefined): boolean {
  const isGiven = kind === 'granted' || kind === 'added' || kind === 'again'
  if (!isGiven || inviter === undefined || known === undefined || known.leftOn === null) return false
  return known.accountId === inviter.account.id || known.email === inviter.person.email
}

/** Looked up, locked, and looked up again: what is decided on cannot change any more. */
async function lockedAccounts(
  tx: Tx,
  wanted: { organisationId: string | null; identifiers: readonly string[] },
): Promise<ReadonlyMap<string, KnownAccount>> {
  const seen = await findKnownAccounts(tx, wanted)
  if (seen.length === 0) return new Map()
  await lockKnown(tx, seen, wanted.organisationId)
  return new Map((await findKnownAccounts(tx, wanted)).map((account) => [account.identifier, account]))
}

async function claim(tx: Tx, fresh: readonly Readable[]): Promise<readonly Decided[]> {
  if (fresh.length === 0) return []
  const ids = await mintIds(tx, fresh.length * 2)
  const accounts = fresh.map(({ index, invitation }, n) => ({
    index,
    invitation,
    account: { accountId: ids[2 * n] ?? '', personId: ids[2 * n + 1] ?? '' },
  }))
  const claimed = await claimAccounts(
    tx,
    accounts.map(({ invitation, account }) => ({ ...invitation, ...account })),
  )
  return accounts
    .filter(({ account }) => claimed.has(account.accountId))
    .map(({ account, ...item }) => ({ ...item, verdict: { kind: 'new', account } }))
}
