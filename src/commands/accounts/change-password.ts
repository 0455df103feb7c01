import { setPassword } from '../../db/accounts.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { longestPassword } from '../../domain/accounts/password.ts'
import { passwordChanged } from '../../messages/password-changed.ts'
import type { CommonPasswordsPort } from '../../providers/common-passwords/port.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { endTrust } from './end-trust.ts'
import { holdOwnAccount, type Own } from './hold-own-account.ts'
import { judgePassword } from './judge-password.ts'
import { spareOverloaded } from './spare-overloaded.ts'
import { type Buckets, countIn, forgetIn, knownDevice, proofBuckets } from './tries.ts'

export type ChangePasswordDeps = {
  readonly app: Pool
  readonly sealing: SealingPort
  readonly hashing: HashingPort
  readonly commonPasswords: CommonPasswordsPort
}

export type ChangePassword = { readonly current: string; readonly password: string }

const act = 'passwordChange'

/**
 * Another password for whoever is signed in and knows the present one. The try is counted before it is checked, both slow
 * hashes run with no transaction open, and the account they were made for must be unchanged afterwards.
 */
export async function changePassword(
  deps: ChangePasswordDeps,
  call: Call,
  { current, password }: ChangePassword,
): Promise<{ readonly accountId: string }> {
  const refused = (refusal: Refusal) => execute<never>(deps, call, act, async () => refusal)
  const tried = await inPortal(deps.app, call.portalId, (tx) => begin(tx, deps, { call, current, password }))
  if ('refused' in tried) return refused(tried)
  const { hash, accountId, buckets } = tried
  const passwordHash = await spareOverloaded(deps, call, buckets, async () => {
    const isRight = hash !== null && (await deps.hashing.verify(hash, current))
    return isRight ? deps.hashing.hash(password) : null
  })
  if (passwordHash === null) return refused(refuse('PASSWORD_WRONG', { subjectId: accountId }))
  return execute(deps, call, act, async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: true })
    return 'refused' in own ? own : change(tx, deps, { own, passwordHash, ...tried })
  })
}

type Tried = {
  readonly accountId: string
  readonly credentialVersion: number
  /** What the present password is held against; null where there is none, or what was typed cannot be it. */
  readonly hash: string | null
  readonly buckets: Buckets
}

async function begin(
  tx: Tx,
  deps: ChangePasswordDeps,
  { call, current, password }: ChangePassword & { readonly call: Call },
): Promise<Tried | Refusal> {
  const own = await holdOwnAccount(tx, call, { fresh: true })
  if ('refused' in own) return own
  const { account, policy } = own
  const subject = { subjectId: account.id }
  if (password === current) return refuse('PASSWORD_SAME', { problems: [same], ...subject })
  const problems = await judgePassword(tx, deps, own, { password, policy })
  if (problems.length > 0) return refuse('PASSWORD_REFUSED', { problems, ...subject })
  const buckets = proofBuckets(deps, call, { accountId: account.id, device: await knownDevice(tx, call) })
  const counted = await countIn(tx, buckets)
  if ('refused' in counted) return { ...counted, ...subject }
  const hash = [...current].length > longestPassword ? null : account.passwordHash
  return { accountId: account.id, credentialVersion: account.credentialVersion, hash, buckets }
}

const same = { path: 'password', code: 'PASSWORD_SAME' } as const

async function change(
  tx: Tx,
  deps: ChangePasswordDeps,
  { own, passwordHash, credentialVersion, buckets }: Tried & { readonly own: Own; readonly passwordHash: string },
): Promise<Done<{ readonly accountId: string }> | Refusal> {
  const { account, session } = own
  const subject = { subjectId: account.id }
  if (!(await setPassword(tx, account.id, { passwordHash, credentialVersion })))
    return refuse('CHANGED_MEANWHILE', subject)
  await forgetIn(tx, buckets)
  await endTrust(tx, account.id, { reason: 'PASSWORD_CHANGED', keepSessionId: session.id })
  await noteSignInChanged(tx, account.id)
  await tellAccount(tx, deps, own, ({ portal }) => ({
    template: passwordChanged,
    params: { signInUrl: signInUrl(portal), changedAt: tx.now, byReset: false },
    key: 'password-changed',
  }))
  return { value: { accountId: account.id }, ...subject }
}
