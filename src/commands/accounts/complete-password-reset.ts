import { changeContact, setPassword } from '../../db/accounts.ts'
import { type Pool, reading, type Tx } from '../../db/client.ts'
import { policyInEffect } from '../../db/portals.ts'
import { mailboxOfLink } from '../../db/reset-links.ts'
import { useSecret } from '../../db/secrets.ts'
import { passwordChanged } from '../../messages/password-changed.ts'
import type { CommonPasswordsPort } from '../../providers/common-passwords/port.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { endTrust } from './end-trust.ts'
import { judgePassword } from './judge-password.ts'
import { holdReset, type OpenedReset, openReset } from './reset-link.ts'

export type ResetDeps = {
  readonly app: Pool
  readonly sealing: SealingPort
  readonly hashing: HashingPort
  readonly commonPasswords: CommonPasswordsPort
}

export type ResetPassword = { readonly token: string; readonly password: string }

/** With what they sign in now. */
export type PasswordWasReset = { readonly identifier: string }

const act = 'passwordResetComplete'

/**
 * A new password by the link in the mailbox, or a first one (S001-016). It opens no session and touches no second step:
 * whoever holds the mailbox alone still meets that at sign-in.
 */
export async function completePasswordReset(
  deps: ResetDeps,
  call: Call,
  input: ResetPassword,
): Promise<PasswordWasReset> {
  const checked = await reading(deps.app, call.portalId, (tx) => check(tx, deps, input))
  if ('refused' in checked) return execute<never>(deps, call, act, async () => checked)
  const passwordHash = await deps.hashing.hash(input.password)
  return execute(deps, call, act, async (tx) => {
    const opened = await holdReset(tx, input.token)
    if ('refused' in opened) return opened
    return finish(tx, deps, opened, { passwordHash, ...checked })
  })
}

type Checked = { readonly credentialVersion: number }

/** Everything that can be told before the slow hash; what matters is asked again under the locks. */
async function check(tx: Tx, deps: ResetDeps, { token, password }: ResetPassword): Promise<Checked | Refusal> {
  const opened = await openReset(tx, token)
  if ('refused' in opened) return opened
  const { policy } = await policyInEffect(tx)
  const problems = await judgePassword(tx, deps, opened, { password, policy })
  if (problems.length > 0) return refuse('PASSWORD_REFUSED', { problems, subjectId: opened.account.id })
  return { credentialVersion: opened.account.credentialVersion }
}

type Hashed = Checked & { readonly passwordHash: string }

async function finish(
  tx: Tx,
  deps: ResetDeps,
  { account, person, link }: OpenedReset,
  hashed: Hashed,
): Promise<Done<PasswordWasReset> | Refusal> {
  const subjectId = account.id
  if (!(await setPassword(tx, account.id, hashed))) return refuse('CHANGED_MEANWHILE', { subjectId })
  if (!(await useSecret(tx, link.id))) throw new Error('a locked link changed')
  await endTrust(tx, account.id, { reason: 'PASSWORD_CHANGED' })
  await proveMailbox(tx, { account, person, link })
  await noteSignInChanged(tx, account.id)
  await tellAccount(tx, deps, { account, person }, ({ portal }) => ({
    template: passwordChanged,
    params: { signInUrl: signInUrl(portal), changedAt: tx.now, byReset: true },
    key: passwordChanged.name,
  }))
  return { value: { identifier: account.identifier }, subjectId }
}

/** The link arrived: so that mailbox is theirs, if it is still the one on file. */
async function proveMailbox(tx: Tx, { person, link }: OpenedReset): Promise<void> {
  if (person.emailStatus === 'proven') return
  const mailbox = await mailboxOfLink(tx, { linkId: link.id, personId: person.id })
  if (mailbox === person.email) await changeContact(tx, person.id, { emailStatus: 'proven' })
}
