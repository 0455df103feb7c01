import { findAccountByIdentifier, lockAccount } from '../../db/accounts.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { getPortal } from '../../db/portals.ts'
import { countTry, forgetTries, takeTryBack } from '../../db/throttles.ts'
import { parseEmail, parseUsername } from '../../domain/accounts/contact.ts'
import { longestPassword } from '../../domain/accounts/password.ts'
import { accountBackOff, addressBackOff, networkOf } from '../../domain/accounts/throttle.ts'
import type { Portal } from '../../domain/portals/portal.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { openSession, type SignedIn } from './open-session.ts'

export type SignInDeps = {
  readonly app: Pool
  readonly random: RandomPort
  readonly hashing: HashingPort
  readonly sealing: Pick<SealingPort, 'blind'>
}

export type SignIn = { readonly identifier: string; readonly password: string; readonly device: string }

const act = 'signIn'
// Looked for where nobody was found, so that both ways ask the database the same.
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Identifier and password. A try is counted before it is checked, the slow check runs with no transaction open, and what
 * it was checked against must still be there afterwards. A known and an unknown identifier write the same rows and take
 * the same time.
 */
export async function signIn(deps: SignInDeps, call: Call, input: SignIn): Promise<SignedIn> {
  const tried = await inPortal(deps.app, call.portalId, (tx) => begin(tx, deps, { call, input }))
  if ('refused' in tried) return execute<never>(deps, call, act, async () => tried)
  const isRight = await check(deps, tried, input.password)
  return execute(deps, call, act, async (tx) => {
    const account = await lockAccount(tx, tried.account?.id ?? nobody)
    const isSame = account?.credentialVersion === tried.account?.credentialVersion
    if (!isRight || account?.status !== 'active' || !isSame) return refuse('SIGN_IN_FAILED', { subjectId: account?.id })
    await forgetTries(tx, tried.buckets.account)
    await takeTryBack(tx, tried.buckets.address)
    return { value: await openSession(tx, deps, { account, device: input.device }), subjectId: account.id }
  })
}

type Buckets = { readonly account: Buffer; readonly address: Buffer }

type Tried = {
  readonly buckets: Buckets
  readonly account:
    | { readonly id: string; readonly passwordHash: string; readonly credentialVersion: number }
    | undefined
}

async function begin(
  tx: Tx,
  deps: SignInDeps,
  { call, input }: { call: Call; input: SignIn },
): Promise<Tried | Refusal> {
  const identifier = readIdentifier(await getPortal(tx), input.identifier)
  const buckets = bucketsOf(deps, call, identifier ?? input.identifier)
  const ofAccount = await countTry(tx, buckets.account, accountBackOff)
  if (ofAccount.closedUntil !== null) return refuse('TOO_MANY_ATTEMPTS', { retryAt: ofAccount.closedUntil })
  const ofAddress = await countTry(tx, buckets.address, addressBackOff)
  if (ofAddress.closedUntil !== null) return refuse('TOO_MANY_ATTEMPTS', { retryAt: ofAddress.closedUntil })
  // Asked for in any case, so that an identifier which cannot exist costs what one costs that does.
  const account = await findAccountByIdentifier(tx, identifier ?? '')
  if (account?.status !== 'active' || account.passwordHash === null) return { buckets, account: undefined }
  const { id, passwordHash, credentialVersion } = account
  return { buckets, account: { id, passwordHash, credentialVersion } }
}

function readIdentifier({ identifier, usernameSuffix }: Portal, typed: string): string | null {
  return identifier === 'email' ? parseEmail(typed) : parseUsername(typed, usernameSuffix ?? '')
}

/** Keyed digests: the table tells nobody who tried to sign in from where. */
function bucketsOf({ sealing }: SignInDeps, { portalId, origin = '' }: Call, identifier: string): Buckets {
  const name = identifier.trim().toLowerCase().slice(0, 300)
  const network = networkOf(origin)
  return {
    account: sealing.blind(JSON.stringify(['sign-in', portalId, name, network])),
    address: sealing.blind(JSON.stringify(['sign-in', portalId, network])),
  }
}

async function check({ hashing }: SignInDeps, { account }: Tried, password: string): Promise<boolean> {
  const isTooLong = [...password].length > longestPassword
  if (account === undefined || isTooLong) return hashing.pretend(password.slice(0, longestPassword))
  return hashing.verify(account.passwordHash, password)
}
