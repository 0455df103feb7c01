import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { codesSentTo } from '../../db/messages.ts'
import { insertSecret, supersedeSecretsFor } from '../../db/secrets.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { limitedUntil } from '../../domain/accounts/send-limit.ts'
import { plusMinutes } from '../../domain/time.ts'
import { signInCode } from '../../messages/sign-in-code.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { hostOf } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { type FlowState, holdFlowAt } from './flow-state.ts'

export type SendDeps = {
  readonly app: Pool
  readonly random: RandomPort
  readonly sealing: SealingPort
  readonly hashing: HashingPort
}

export type CodeSent = { readonly mobile: string; readonly expiresAt: Date }

type Sending = { readonly flow: string; readonly factorId: string }

const digits = 6

/** A code by SMS, for this sign-in alone. A newer one takes over from the older; how many one number gets is limited. */
export async function sendSignInCode(deps: SendDeps, call: Call, { flow, factorId }: Sending): Promise<CodeSent> {
  const asked = await inPortal(deps.app, call.portalId, (tx) => check(tx, call, { flow, factorId }))
  if ('refused' in asked) return execute<never>(deps, call, 'signInFactorSend', async () => asked)
  // Hashing is slow: before the transaction that decides.
  const pin = deps.random.digits(digits)
  const slowHash = await deps.hashing.hash(pin)
  return execute(deps, call, 'signInFactorSend', async (tx) => {
    const checked = await check(tx, call, { flow, factorId })
    if ('refused' in checked) return checked
    const expiresAt = await send(tx, deps, { ...checked, pin, slowHash })
    return { value: { mobile: maskMobile(checked.mobile), expiresAt }, subjectId: checked.state.account.id }
  })
}

type Checked = { readonly state: FlowState; readonly mobile: string }

async function check(tx: Tx, call: Call, { flow, factorId }: Sending): Promise<Checked | Refusal> {
  const state = await holdFlowAt(tx, call, { token: flow, step: 'CONFIRM_FACTOR' })
  if ('refused' in state) return state
  const subject = { subjectId: state.account.id }
  const factor = state.factors.find(({ id }) => id === factorId)
  if (factor === undefined) return refuse('NOT_FOUND', subject)
  if (factor.mobile === null) return refuse('METHOD_NOT_OFFERED', subject)
  const sent = await codesSentTo(tx, factor.mobile, { template: signInCode.name, since: plusMinutes(tx.now, -60) })
  const retryAt = limitedUntil({ most: state.policy.factors.codesPerHour, minutes: 60 }, sent)
  if (retryAt !== null) return refuse('SEND_LIMIT', { retryAt, ...subject })
  return { state, mobile: factor.mobile }
}

type Drawn = Checked & { readonly pin: string; readonly slowHash: string }

async function send(tx: Tx, deps: SendDeps, { state, mobile, pin, slowHash }: Drawn): Promise<Date> {
  const { account, person, flow, policy } = state
  const { codeMinutes, codeAttempts } = policy.factors
  const expiresAt = plusMinutes(tx.now, codeMinutes)
  await supersedeSecretsFor(tx, flow.id, ['sign-in-code'])
  const id = await insertSecret(tx, {
    accountId: account.id,
    journeyId: null,
    plan: null,
    purpose: 'sign-in-code',
    contextId: flow.id,
    expiresAt,
    maxAttempts: codeAttempts,
    slowHash,
  })
  await tellAccount(tx, deps, { account, person: { ...person, mobile } }, ({ portal }) => ({
    template: signInCode,
    params: { validMinutes: codeMinutes, host: hostOf(portal) },
    key: `sign-in-code/${id}`,
    secret: { id, plain: pin },
    sendBefore: expiresAt,
  }))
  return expiresAt
}
