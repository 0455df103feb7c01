import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { keepRecoveryPassword } from '../../db/recoveries.ts'
import { latestSecretFor, reserveAttempt, useSecret } from '../../db/secrets.ts'
import { changeFlow, insertFlow } from '../../db/sign-in-flows.ts'
import { judgeCode, parseCode } from '../../domain/accounts/one-time-code.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { CommonPasswordsPort } from '../../providers/common-passwords/port.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { findEntering, stepOf } from './flow-state.ts'
import { judgePassword } from './judge-password.ts'
import { leaveLost } from './leave-lost.ts'
import { holdRecoveryLink, type OpenedRecoveryLink } from './recovery-password-link.ts'

export type RecoveryPasswordDeps = EnterDeps & {
  readonly app: Pool
  readonly hashing: HashingPort
  readonly commonPasswords: CommonPasswordsPort
}

export type SetRecoveryPassword = {
  readonly token: string
  /** From recoveryPinSend. */
  readonly pin: string
  readonly password: string
}

const act = 'recoveryPasswordSet'
// As long as whoever used a code of the desk has: a phone and an app are still to be found.
const toFinish = 60

/**
 * Link and PIN, from two channels: a sign-in begins that leads to setting up a second step, and nowhere else. The password is
 * kept with the recovery and becomes the account's when that is complete, so that an objection until then leaves the account
 * as it was. A try at the PIN is counted and committed before it is checked.
 */
export async function setRecoveryPassword(
  deps: RecoveryPasswordDeps,
  call: Call,
  input: SetRecoveryPassword,
): Promise<Entered> {
  const refused = (refusal: Refusal) => execute<never>(deps, call, act, async () => refusal)
  const tried = await inPortal(deps.app, call.portalId, (tx) => reserve(tx, deps, input))
  if ('refused' in tried) return refused(tried)
  const isRight = await deps.hashing.verify(tried.slowHash, tried.pin)
  if (!isRight) return refused(refuse('CODE_WRONG', tried.subject))
  const passwordHash = await deps.hashing.hash(input.password)
  return execute(deps, call, act, async (tx) => {
    const opened = await holdRecoveryLink(tx, input.token)
    if ('refused' in opened) return opened
    if (!(await useSecret(tx, tried.pinId))) return refuse('CODE_EXPIRED', tried.subject)
    if (!(await useSecret(tx, opened.link.id))) throw new Error('a locked link changed')
    return { value: await begin(tx, deps, opened, { call, passwordHash }), ...tried.subject }
  })
}

type Tried = {
  readonly pinId: string
  readonly slowHash: string
  readonly pin: string
  readonly subject: { readonly subjectId: string; readonly journeyId: string }
}

async function reserve(tx: Tx, deps: RecoveryPasswordDeps, input: SetRecoveryPassword): Promise<Tried | Refusal> {
  const opened = await holdRecoveryLink(tx, input.token)
  if ('refused' in opened) return opened
  const { held, link } = opened
  const subject = { subjectId: held.account.id, journeyId: held.journey.id }
  const problems = await judgePassword(tx, deps, held, { password: input.password, policy: held.policy })
  if (problems.length > 0) return refuse('PASSWORD_REFUSED', { problems, ...subject })
  const secret = await latestSecretFor(tx, link.id, 'recovery-pin')
  const code = judgeCode(secret, tx.now)
  if (code !== null || !secret?.slowHash) return refuse(code ?? 'CODE_NOT_SENT', subject)
  if (!(await reserveAttempt(tx, secret.id))) return refuse('CODE_EXHAUSTED', subject)
  const pin = parseCode(input.pin)
  return pin === null ? refuse('CODE_WRONG', subject) : { pinId: secret.id, slowHash: secret.slowHash, pin, subject }
}

type Beginning = { readonly call: Call; readonly passwordHash: string }

/** As if password and backup code had just been given: the same steps follow, under the same journey. */
async function begin(
  tx: Tx,
  deps: RecoveryPasswordDeps,
  { held }: OpenedRecoveryLink,
  { call, passwordHash }: Beginning,
): Promise<Entered> {
  const { account, journey } = held
  if (!(await keepRecoveryPassword(tx, journey.id, passwordHash))) throw new Error('a locked recovery moved')
  await appendFact(tx, journey, { fact: 'recoveryPasswordChosen', actor: call.actor })
  const entering = await findEntering(tx, account.id)
  if (entering === undefined) throw new Error('an account without a person')
  const token = deps.random.token()
  const flow = await insertFlow(tx, {
    token,
    purpose: 'sign-in',
    accountId: account.id,
    credentialVersion: account.credentialVersion,
    proof: 'backup-code',
    // Whoever has no second step has none to give up.
    enrolling: entering.factors.length === 0,
    expiresAt: plusMinutes(tx.now, toFinish),
  })
  if (!(await changeFlow(tx, flow.id, { journeyId: journey.id }))) throw new Error('a new sign-in ended')
  const begun = { ...entering, flow: { ...flow, journeyId: journey.id }, enrolment: undefined, recovery: journey }
  const state = stepOf(begun) === null ? await leaveLost(tx, deps, begun) : begun
  return goOn(tx, deps, state, { call, token })
}
