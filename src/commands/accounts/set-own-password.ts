import { setPassword } from '../../db/accounts.ts'
import { inPortal, type Tx } from '../../db/client.ts'
import { passwordSet } from '../../messages/password-set.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import type { ChangePasswordDeps } from './change-password.ts'
import { endTrust } from './end-trust.ts'
import { holdOwnAccount, type Own } from './hold-own-account.ts'
import { judgePassword } from './judge-password.ts'

type Setting = { readonly password: string }

const act = 'ownPasswordSet'

/**
 * A first password for whoever came in through their organisation's sign-in and has none: with it they get in when they have
 * left (S000-022, way 2). Whoever has one changes it instead, and knows it.
 */
export async function setOwnPassword(
  deps: ChangePasswordDeps,
  call: Call,
  { password }: Setting,
): Promise<{ readonly accountId: string }> {
  const checked = await inPortal(deps.app, call.portalId, (tx) => check(tx, deps, { call, password }))
  if ('refused' in checked) return execute<never>(deps, call, act, async () => checked)
  const passwordHash = await deps.hashing.hash(password)
  return execute(deps, call, act, async (tx) => {
    const own = await check(tx, deps, { call, password })
    if ('refused' in own) return own
    const { account, session } = own
    const subject = { subjectId: account.id }
    const { credentialVersion } = checked.account
    if (!(await setPassword(tx, account.id, { passwordHash, credentialVersion })))
      return refuse('CHANGED_MEANWHILE', subject)
    await endTrust(tx, account.id, { reason: 'PASSWORD_CHANGED', keepSessionId: session.id })
    await noteSignInChanged(tx, account.id)
    await tellAccount(tx, deps, own, ({ portal }) => ({
      template: passwordSet,
      params: { signInUrl: signInUrl(portal), setAt: tx.now },
      key: passwordSet.name,
    }))
    return { value: { accountId: account.id }, ...subject }
  })
}

async function check(
  tx: Tx,
  deps: ChangePasswordDeps,
  { call, password }: Setting & { readonly call: Call },
): Promise<Own | Refusal> {
  const own = await holdOwnAccount(tx, call, { fresh: true })
  if ('refused' in own) return own
  const { account, policy } = own
  const subject = { subjectId: account.id }
  if (account.passwordHash !== null) return refuse('HAS_PASSWORD', subject)
  const problems = await judgePassword(tx, deps, own, { password, policy })
  return problems.length === 0 ? own : refuse('PASSWORD_REFUSED', { problems, ...subject })
}
