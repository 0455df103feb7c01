import { activateAccount, changeContact } from '../../db/accounts.ts'
import { moveActivation } from '../../db/activations.ts'
import { type Pool, reading, type Tx } from '../../db/client.ts'
import { appendFact, cancelTasks, cancelUnsent, raiseJourney } from '../../db/journeys.ts'
import { policyInEffect } from '../../db/portals.ts'
import { findSecretByToken, supersedeSecrets, useSecret } from '../../db/secrets.ts'
import { judgeSecret } from '../../domain/accounts/secret.ts'
import type { CommonPasswordsPort } from '../../providers/common-passwords/port.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { pinNeeded } from './activation-links.ts'
import { type EnterDeps, type Entered, enter } from './enter.ts'
import { findEntering } from './flow-state.ts'
import { holdInvitation, type Opened, openInvitation, subjectOf } from './invitation-token.ts'
import { judgePassword } from './judge-password.ts'

export type PasswordDeps = EnterDeps & {
  readonly app: Pool
  readonly hashing: HashingPort
  readonly commonPasswords: CommonPasswordsPort
}

export type SetPassword = {
  readonly token: string
  /** From activationPinConfirm, where a PIN is needed. */
  readonly continuation?: string | null | undefined
  readonly password: string
}

export type Activated = Entered & { readonly journeyId: string }

const act = 'activationPasswordSet'

/** The last step: from here on the account is active, and its owner signed in or led to what a sign-in asks there first. */
export async function setActivationPassword(deps: PasswordDeps, call: Call, input: SetPassword): Promise<Activated> {
  const checked = await reading(deps.app, call.portalId, (tx) => check(tx, deps, input))
  if ('refused' in checked) return execute<never>(deps, call, act, async () => checked)
  const passwordHash = await deps.hashing.hash(input.password)
  return execute(deps, call, act, async (tx) => {
    const opened = await holdInvitation(tx, input.token)
    if ('refused' in opened) return opened
    return activate(tx, deps, { call, input, opened, passwordHash, ...checked })
  })
}

type Checked = { readonly credentialVersion: number }

/** Everything that can be told before the slow hash; what matters is asked again under the locks. */
async function check(tx: Tx, deps: PasswordDeps, input: SetPassword): Promise<Checked | Refusal> {
  const opened = await openInvitation(tx, input.token)
  if ('refused' in opened) return opened
  const { invited } = opened
  if ((await findContinuation(tx, opened, input)) === 'missing') return refuse('PIN_NEEDED', subjectOf(invited))
  const { policy } = await policyInEffect(tx)
  const problems = await judgePassword(tx, deps, invited, { password: input.password, policy })
  if (problems.length > 0) return refuse('PASSWORD_REFUSED', { problems, ...subjectOf(invited) })
  return { credentialVersion: invited.account.credentialVersion }
}

/** The proof of the number: its row, null where none is needed, or 'missing'. */
async function findContinuation(
  tx: Tx,
  { invited }: Opened,
  { continuation }: SetPassword,
): Promise<string | null | 'missing'> {
  if (!pinNeeded(invited)) return null
  const proof = continuation ? await findSecretByToken(tx, continuation, 'activation-continuation') : undefined
  if (proof?.journeyId !== invited.journey.id || judgeSecret(proof, tx.now) !== 'usable') return 'missing'
  return proof.id
}

type Activation = Checked & {
  readonly call: Call
  readonly input: SetPassword
  readonly opened: Opened
  readonly passwordHash: string
}

async function activate(
  tx: Tx,
  deps: PasswordDeps,
  { call, input, opened, passwordHash, credentialVersion }: Activation,
): Promise<Done<Activated> | Refusal> {
  const { invited, link } = opened
  const { account, journey, person } = invited
  const subject = subjectOf(invited)
  const proof = await findContinuation(tx, opened, input)
  if (proof === 'missing') return refuse('PIN_NEEDED', subject)
  if (!(await activateAccount(tx, account.id, { passwordHash, credentialVersion })))
    return refuse('CHANGED_MEANWHILE', subject)
  for (const secretId of [link.id, ...(proof === null ? [] : [proof])]) await insist(useSecret(tx, secretId))
  await supersedeSecrets(tx, account.id, ['activation-link', 'activation-pin', 'activation-continuation'])
  await insist(moveActivation(tx, journey.id, { from: 'invited', to: 'activated' }))
  await noteSignInChanged(tx, account.id)
  await changeContact(tx, person.id, { emailStatus: 'proven', ...(proof === null ? {} : { mobileStatus: 'proven' }) })
  await cancelUnsent(tx, journey.id)
  await cancelTasks(tx, journey.id)
  await appendFact(tx, journey, { fact: 'activated', actor: call.actor })
  await raiseJourney(tx, journey)
  const entering = await findEntering(tx, account.id)
  if (entering === undefined) throw new Error('an account without a person')
  const entered = await enter(tx, deps, entering, { call, proof: null, mustChangePassword: false })
  return { value: { ...entered, journeyId: journey.id }, ...subject }
}

/** Under the locks these cannot fail; if one does, nothing of it may stay. */
async function insist(done: Promise<boolean>): Promise<void> {
  if (!(await done)) throw new Error('a locked invitation changed')
}
