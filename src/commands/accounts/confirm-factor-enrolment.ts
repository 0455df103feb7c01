import { backupCodesLeft } from '../../db/backup-codes.ts'
import { inPortal, type Pool, type Tx, violatedConstraint } from '../../db/client.ts'
import { type FactorRow, findFactor, reserveFactorTry } from '../../db/factors.ts'
import { getPortal } from '../../db/portals.ts'
import { latestSecretFor, reserveAttempt, type SecretRow } from '../../db/secrets.ts'
import { factorContext } from '../../domain/accounts/factor.ts'
import { judgeCode } from '../../domain/accounts/one-time-code.ts'
import type { AuthenticatorAppPort } from '../../providers/authenticator-app/port.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RelyingParty, SecurityKeysPort } from '../../providers/security-keys/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { drawBackupCodes } from './draw-backup-codes.ts'
import type { EnterDeps } from './enter.ts'
import { type EnrollingState, holdEnrolling } from './hold-enrolling.ts'
import { relyingParty } from './relying-party.ts'
import { type ConfirmEnrolment, type EnrolmentConfirmed, type Proven, settleEnrolment } from './settle-enrolment.ts'

export type ConfirmEnrolmentDeps = EnterDeps & {
  readonly app: Pool
  readonly hashing: HashingPort
  readonly authenticatorApp: AuthenticatorAppPort
  readonly securityKeys: SecurityKeysPort
}

const act = 'factorEnrolmentConfirm'

/**
 * Proves a second step, and from here on it counts. Tries are counted and committed before they are checked, and whatever is
 * slow happens between the two transactions.
 */
export async function confirmFactorEnrolment(
  deps: ConfirmEnrolmentDeps,
  call: Call,
  input: ConfirmEnrolment,
): Promise<EnrolmentConfirmed> {
  const reserved = await inPortal(deps.app, call.portalId, (tx) => reserve(tx, deps, { call, input }))
  if ('refused' in reserved) return execute<never>(deps, call, act, async () => reserved)
  const proven = await prove(deps, reserved, input)
  const codes = proven !== null && reserved.lacksCodes ? await drawBackupCodes(deps, reserved.drawing) : null
  const settled = execute(deps, call, act, async (tx) => {
    const state = await holdEnrolling(tx, call, input.flow)
    if ('refused' in state) return state
    const factor = await findPending(tx, state, input.factorId)
    if (factor === undefined) return refuse('NOT_FOUND', { subjectId: state.account.id })
    if (proven === null) return refuse(reserved.refusal, { subjectId: state.account.id })
    // A set that was made meanwhile is somebody's on paper by now.
    const first = (await backupCodesLeft(tx, state.account.id)) === 0 ? codes : null
    const { secretIds } = reserved
    return settleEnrolment(tx, deps, { call, input, state, factor, proven, codes: first, secretIds })
  })
  return settled.catch((error: unknown) => {
    // Registered by somebody at this very moment; the transaction is gone, the refusal is written by another one.
    if (violatedConstraint(error) !== 'factors_credential') throw error
    return execute<never>(deps, call, act, async () => refuse('FACTOR_EXISTS'))
  })
}

type Reserved = {
  readonly factor: FactorRow
  readonly checks: readonly { readonly slowHash: string; readonly code: string }[]
  readonly secretIds: readonly string[]
  readonly lastStep: number | null
  readonly rp: RelyingParty
  readonly refusal: 'CODE_WRONG' | 'KEY_REFUSED'
  readonly lacksCodes: boolean
  readonly drawing: { readonly count: number }
}

type Confirming = { readonly call: Call; readonly input: ConfirmEnrolment }

async function reserve(tx: Tx, deps: ConfirmEnrolmentDeps, { call, input }: Confirming): Promise<Reserved | Refusal> {
  const state = await holdEnrolling(tx, call, input.flow)
  if ('refused' in state) return state
  const subject = { subjectId: state.account.id }
  const { policy } = state
  const factor = await findPending(tx, state, input.factorId)
  if (factor === undefined) return refuse('NOT_FOUND', subject)
  if (!(await reserveFactorTry(tx, factor.id, policy.factors.codeAttempts))) return refuse('CODE_EXHAUSTED', subject)
  const sent = await sentCodes(tx, factor, input)
  if ('refused' in sent) return { ...sent, ...subject }
  return {
    factor,
    ...sent,
    lastStep: appStep(deps, { factor, code: input.code ?? '', window: policy.factors.appWindow, now: tx.now }),
    rp: relyingParty(await getPortal(tx)),
    refusal: factor.kind === 'key' ? 'KEY_REFUSED' : 'CODE_WRONG',
    lacksCodes: (await backupCodesLeft(tx, state.account.id)) === 0,
    drawing: { count: policy.factors.backupCodes },
  }
}

/** Begun here, and by nobody else: in this very sign-in or session. */
async function findPending(
  tx: Tx,
  { account, flow, session }: EnrollingState,
  factorId: string,
): Promise<FactorRow | undefined> {
  const factor = await findFactor(tx, factorId)
  const isHere = factor?.flowId === (flow?.id ?? null) && factor.sessionId === (session?.id ?? null)
  const isPending = factor?.status === 'pending' && factor.expiresAt !== null && tx.now < factor.expiresAt
  return factor?.accountId === account.id && isHere && isPending ? factor : undefined
}

type Sent = Pick<Reserved, 'checks' | 'secretIds'>

/** The codes that were sent for this factor, each counted as tried. */
async function sentCodes(tx: Tx, factor: FactorRow, input: ConfirmEnrolment): Promise<Sent | Refusal> {
  const number = await latestSecretFor(tx, factor.id, 'number-code')
  const mail = factor.needsMailProof ? await latestSecretFor(tx, factor.id, 'mail-code') : undefined
  const given = [
    { secret: number, code: factor.kind === 'sms' ? input.code : input.numberCode },
    { secret: mail, code: input.mailCode },
  ]
  // What has to be proven was sent: where it is gone, nothing is.
  const isGone = (factor.needsMailProof && mail === undefined) || (factor.kind === 'sms' && number === undefined)
  if (isGone) return refuse('CODE_NOT_SENT')
  if (mail !== undefined && !input.mailCode) return refuse('MAIL_CODE_NEEDED')
  const checks: { slowHash: string; code: string }[] = []
  const secretIds: string[] = []
  for (const { secret, code } of given) {
    if (secret === undefined) continue
    const refusal = await reserveCode(tx, secret)
    if (refusal !== null) return refusal
    checks.push({ slowHash: secret.slowHash ?? '', code: (code ?? '').replace(/[\s-]/g, '') })
    secretIds.push(secret.id)
  }
  return { checks, secretIds }
}

async function reserveCode(tx: Tx, secret: SecretRow): Promise<Refusal | null> {
  const code = judgeCode(secret, tx.now)
  if (code !== null) return refuse(code)
  return (await reserveAttempt(tx, secret.id)) ? null : refuse('CODE_EXHAUSTED')
}

type AppCode = { readonly factor: FactorRow; readonly code: string; readonly window: number; readonly now: Date }

function appStep(deps: ConfirmEnrolmentDeps, { factor, code, window, now }: AppCode): number | null {
  if (factor.kind !== 'app' || factor.sealed === null) return null
  const secret = deps.sealing.open(factor.sealed, factorContext(factor.id))
  return deps.authenticatorApp.verify(secret, code.replace(/[\s-]/g, ''), { now, window, afterStep: null })
}

/** Null when anything of it is wrong. */
async function prove(
  { hashing, securityKeys }: ConfirmEnrolmentDeps,
  { factor, checks, lastStep, rp }: Reserved,
  { response }: ConfirmEnrolment,
): Promise<Proven | null> {
  for (const { slowHash, code } of checks) {
    if (!(await hashing.verify(slowHash, code))) return null
  }
  if (factor.kind === 'sms') return { lastStep: null, key: null }
  if (factor.kind === 'app') return lastStep === null ? null : { lastStep, key: null }
  const key = await securityKeys.verifyRegistration({ rp, challenge: factor.challenge ?? '', response })
  return key === null ? null : { lastStep: null, key }
}
