import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import {
  insertSecret,
  latestSecret,
  reserveAttempt,
  type SecretRow,
  supersedeSecrets,
  useSecret,
} from '../../db/secrets.ts'
import { judgePin } from '../../domain/accounts/activation-link.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { holdInvitation, type Opened, openInvitation, subjectOf } from './invitation-token.ts'

export type ConfirmDeps = { readonly app: Pool; readonly random: RandomPort; readonly hashing: HashingPort }
export type ConfirmPin = { readonly token: string; readonly pin: string }

/** Goes with the link to the password: what it took to prove the number is not asked again. */
export type PinConfirmed = { readonly continuation: string; readonly expiresAt: Date }

const act = 'activationPinConfirm'
const continuationMinutes = 15

/** A try is counted and committed before it is checked; the slow check runs with no transaction open. */
export async function confirmActivationPin(deps: ConfirmDeps, call: Call, input: ConfirmPin): Promise<PinConfirmed> {
  const pin = input.pin.trim()
  if (!/^\d{6}$/.test(pin)) return refused(deps, call, malformed)
  const reserved = await inPortal(deps.app, call.portalId, (tx) => reserve(tx, input.token))
  if ('refused' in reserved) return refused(deps, call, reserved)
  const isRight = await deps.hashing.verify(reserved.slowHash, pin)
  return execute(deps, call, act, async (tx) => {
    const opened = await holdInvitation(tx, input.token)
    if ('refused' in opened) return opened
    const tried = { opened, pinId: reserved.pinId }
    return isRight ? accept(tx, deps, { call, ...tried }) : refuse(await whyWrong(tx, tried), subjectOf(opened.invited))
  })
}

const malformed = refuse('INVALID_INPUT', { problems: [{ path: 'pin', code: 'PIN_WRONG' }] })

function refused(deps: ConfirmDeps, call: Call, refusal: Refusal): Promise<never> {
  return execute<never>(deps, call, act, async () => refusal)
}

type Reserved = { readonly pinId: string; readonly slowHash: string }

async function reserve(tx: Tx, token: string): Promise<Reserved | Refusal> {
  const opened = await openInvitation(tx, token)
  if ('refused' in opened) return opened
  const subject = subjectOf(opened.invited)
  const pin = await latestPin(tx, opened)
  const code = judgePin(pin, tx.now)
  if (code !== null || !pin?.slowHash) return refuse(code ?? 'PIN_NOT_SENT', subject)
  if (await reserveAttempt(tx, pin.id)) return { pinId: pin.id, slowHash: pin.slowHash }
  return refuse(judgePin(await latestPin(tx, opened), tx.now) ?? 'PIN_EXHAUSTED', subject)
}

function latestPin(tx: Tx, { invited }: Opened): Promise<SecretRow | undefined> {
  return latestSecret(tx, invited.account.id, 'activation-pin')
}

type Tried = { readonly opened: Opened; readonly pinId: string }

async function whyWrong(tx: Tx, { opened }: Tried) {
  const code = judgePin(await latestPin(tx, opened), tx.now)
  return code === 'PIN_EXHAUSTED' ? code : 'PIN_WRONG'
}

async function accept(
  tx: Tx,
  deps: ConfirmDeps,
  { call, opened, pinId }: Tried & { readonly call: Call },
): Promise<Done<PinConfirmed> | Refusal> {
  const { account, journey } = opened.invited
  const subject = subjectOf(opened.invited)
  if (!(await useSecret(tx, pinId))) {
    const latest = await latestPin(tx, opened)
    return refuse(latest?.id === pinId ? (judgePin(latest, tx.now) ?? 'PIN_USED') : 'PIN_EXPIRED', subject)
  }
  await supersedeSecrets(tx, account.id, ['activation-continuation'])
  const continuation = deps.random.token()
  const expiresAt = plusMinutes(tx.now, continuationMinutes)
  await insertSecret(tx, {
    accountId: account.id,
    journeyId: journey.id,
    plan: journey.plan,
    purpose: 'activation-continuation',
    expiresAt,
    maxAttempts: 1,
    token: continuation,
  })
  await appendFact(tx, journey, { fact: 'pinConfirmed', actor: call.actor })
  return { value: { continuation, expiresAt }, ...subject }
}
