import { changeContact } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { confirmFactor, type FactorRow, findKey, removeFactor } from '../../db/factors.ts'
import { useSecret } from '../../db/secrets.ts'
import { stepUpSession } from '../../db/sessions.ts'
import { changeFlow } from '../../db/sign-in-flows.ts'
import type { FactorEnd } from '../../domain/accounts/factor.ts'
import { backupCodesRenewed } from '../../messages/backup-codes-renewed.ts'
import type { NewKey } from '../../providers/security-keys/port.ts'
import { noteSignInChanged } from '../employments/note-sign-in-changed.ts'
import { type Call, type Done, type Refusal, refuse } from '../execute.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { type DrawnCodes, keepNewSet } from './draw-backup-codes.ts'
import { endTrust } from './end-trust.ts'
import { type EnterDeps, type Entered, goOn } from './enter.ts'
import { ownerOf, renewState } from './flow-state.ts'
import type { EnrollingState } from './hold-enrolling.ts'
import { noteEnrolled } from './note-enrolled.ts'
import { noteRecovered } from './note-recovered.ts'
import { tellFactorAdded, tellFactorRemoved } from './tell-factor-changed.ts'

export type ConfirmEnrolment = {
  readonly flow?: string | null | undefined
  readonly factorId: string
  /** From the SMS, or from the app. */
  readonly code?: string | null | undefined
  /** From the SMS that goes before an app, where the portal asks for one. */
  readonly numberCode?: string | null | undefined
  readonly mailCode?: string | null | undefined
  /** What the browser answered for a security key. */
  readonly response?: unknown
  /** The factor that this one takes the place of. */
  readonly replaces?: string | null | undefined
}

export type EnrolmentConfirmed = {
  readonly factorId: string
  /** Where the sign-in goes on; null in a session of one's own. */
  readonly entered: Entered | null
  /** Shown this once, where the person had none. */
  readonly backupCodes: readonly string[] | null
}

/** What a confirmed factor brings with it. */
export type Proven = { readonly lastStep: number | null; readonly key: NewKey | null }

export type Settling = {
  readonly call: Call
  readonly input: ConfirmEnrolment
  readonly state: EnrollingState
  readonly factor: FactorRow
  readonly proven: Proven
  readonly codes: DrawnCodes | null
  /** The codes that were sent, and were right. */
  readonly secretIds: readonly string[]
}

/**
 * From here on a factor counts: what it replaces goes in the same transaction, so that nobody is ever without. Everything
 * opened under the old credentials ends, and the journeys that waited for it go on.
 */
export async function settleEnrolment(
  tx: Tx,
  deps: EnterDeps,
  settling: Settling,
): Promise<Done<EnrolmentConfirmed> | Refusal> {
  const { input, state, factor, proven, codes } = settling
  const { account } = state
  const subject = { subjectId: account.id }
  const leaving = leavingFactors(settling)
  if (leaving === 'unknown') return refuse('NOT_FOUND', subject)
  if (proven.key !== null && (await findKey(tx, proven.key.id)) !== undefined) return refuse('FACTOR_EXISTS', subject)
  for (const secretId of settling.secretIds) {
    if (!(await useSecret(tx, secretId))) return refuse('CODE_EXPIRED', subject)
  }
  if (!(await confirmFactor(tx, factor.id, confirmedOf(proven)))) throw new Error('a locked factor changed')
  if (factor.mobile !== null) await noteNumber(tx, state, factor.mobile)
  for (const { id, reason } of leaving) await removeFactor(tx, id, reason)
  if (codes !== null) await keepNewSet(tx, account.id, codes)
  await endTrust(tx, account.id, {
    reason: 'FACTOR_CHANGED',
    keepSessionId: state.session?.id,
    keepFlowId: state.flow?.id,
  })
  await tellAll(tx, deps, settling, leaving)
  await goOnWithJourneys(tx, deps, settling)
  await noteSignInChanged(tx, account.id)
  const entered = await goOnEntering(tx, deps, settling)
  return { value: { factorId: input.factorId, entered, backupCodes: codes?.codes ?? null }, ...subject }
}

type Leaving = { readonly id: string; readonly kind: FactorRow['kind']; readonly reason: FactorEnd }

/** Those that were lost, and the one that this one replaces. */
function leavingFactors({ input, state }: Settling): readonly Leaving[] | 'unknown' {
  const replaced = state.factors.find(({ id }) => id === input.replaces)
  if (input.replaces && replaced === undefined) return 'unknown'
  const lost = state.factors.filter(({ id }) => state.flow?.lost.includes(id))
  return [
    ...lost.map(({ id, kind }) => ({ id, kind, reason: 'LOST' as const })),
    ...(replaced && !lost.includes(replaced) ? [{ ...replaced, reason: 'REPLACED' as const }] : []),
  ]
}

function confirmedOf({ lastStep, key }: Proven) {
  if (key === null) return lastStep === null ? {} : { lastStep }
  const { id: credentialId, publicKey, counter, transports, userVerified } = key
  return { credentialId, publicKey, counter, transports: [...transports], userVerified }
}

/** A number that was proven is known from now on, where none was; the one on file counts as proven. */
async function noteNumber(tx: Tx, { person }: EnrollingState, mobile: string): Promise<void> {
  if (person.mobile === null || person.mobile === mobile) {
    await changeContact(tx, person.id, { mobile, mobileStatus: 'proven' })
  }
}

async function tellAll(
  tx: Tx,
  deps: EnterDeps,
  { state, factor, codes }: Settling,
  leaving: readonly Leaving[],
): Promise<void> {
  await tellFactorAdded(tx, deps, state, factor)
  for (const one of leaving) await tellFactorRemoved(tx, deps, state, one)
  if (codes === null || state.factors.length === 0) return
  await tellAccount(tx, deps, state, ({ portal }) => ({
    template: backupCodesRenewed,
    params: { renewedAt: tx.now, signInUrl: signInUrl(portal) },
    key: `backup-codes-renewed/${factor.id}`,
  }))
}

/** Their rows were locked before the account's. */
async function goOnWithJourneys(tx: Tx, deps: EnterDeps, { state }: Settling): Promise<void> {
  const { enrolment, recovery, flow } = state
  if (enrolment !== undefined) await noteEnrolled(tx, enrolment, ownerOf(state))
  if (recovery === undefined || flow === null) return
  await noteRecovered(tx, deps, recovery, { actor: ownerOf(state), flowId: flow.id })
}

/** In a sign-in: the next step, or in. In a session: what was proven is fresh. */
async function goOnEntering(
  tx: Tx,
  deps: EnterDeps,
  { call, input, state, factor }: Settling,
): Promise<Entered | null> {
  if (state.session !== null) await stepUpSession(tx, state.session.id, factor.kind)
  if (state.flow === null) return null
  await changeFlow(tx, state.flow.id, { proof: factor.kind, lost: [] })
  return goOn(tx, deps, await renewState(tx, { ...state, flow: state.flow }), { call, token: input.flow ?? '' })
}
