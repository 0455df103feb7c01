import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { endContactChange, openContactChange } from '../../db/contact-changes.ts'
import { latestSecretFor, reserveAttempt, useSecret } from '../../db/secrets.ts'
import { judgeCode, parseCode } from '../../domain/accounts/one-time-code.ts'
import type { Channel } from '../../domain/journeys/message.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { codePurposes } from './ask-contact-change.ts'
import { holdOwnAccount, type Own } from './hold-own-account.ts'

/** Whose address or number it is, still with the old one, and the one that is proven. */
export type ProvenContact = { readonly own: Own; readonly value: string }

type Proving = {
  readonly act: string
  readonly channel: Channel
  readonly code: string
  /** Writes it down. A refusal leaves the old one, and the code used. */
  readonly accept: (tx: Tx, proven: ProvenContact) => Promise<Refusal | undefined>
}

/** A try is counted and committed before it is checked; the slow check runs with no transaction open. */
export async function proveContact(
  deps: { readonly app: Pool; readonly hashing: HashingPort },
  call: Call,
  { act, channel, code: typed, accept }: Proving,
): Promise<{ readonly personId: string }> {
  const refused = (refusal: Refusal) => execute<never>(deps, call, act, async () => refusal)
  const code = parseCode(typed)
  if (code === null) return refused(malformed)
  const tried = await inPortal(deps.app, call.portalId, (tx) => reserve(tx, call, channel))
  if ('refused' in tried) return refused(tried)
  const isRight = await deps.hashing.verify(tried.slowHash, code)
  return execute(deps, call, act, async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: true })
    if ('refused' in own) return own
    const subject = { subjectId: own.account.id }
    const value = isRight ? await take(tx, tried) : refuse(await whyWrong(tx, tried), subject)
    if (typeof value !== 'string') return { ...value, ...subject }
    const refusal = await accept(tx, { own, value })
    return refusal === undefined ? { value: { personId: own.person.id }, ...subject } : { ...refusal, ...subject }
  })
}

const malformed = refuse('INVALID_INPUT', { problems: [{ path: 'code', code: 'CODE_WRONG' }] })

type Tried = {
  readonly changeId: string
  readonly channel: Channel
  readonly value: string
  readonly secretId: string
  readonly slowHash: string
}

async function reserve(tx: Tx, call: Call, channel: Channel): Promise<Tried | Refusal> {
  const own = await holdOwnAccount(tx, call, { fresh: true })
  if ('refused' in own) return own
  const subject = { subjectId: own.account.id }
  const change = await openContactChange(tx, own.account.id, channel)
  const secret = change && (await latestSecretFor(tx, change.id, codePurposes[channel]))
  const code = judgeCode(secret, tx.now)
  if (code !== null || change === undefined || !secret?.slowHash) return refuse(code ?? 'CODE_NOT_SENT', subject)
  if (!(await reserveAttempt(tx, secret.id))) return refuse('CODE_EXHAUSTED', subject)
  return { changeId: change.id, channel, value: change.value, secretId: secret.id, slowHash: secret.slowHash }
}

/** Single use: the address or number that was asked for, unless another code or another change took over. */
async function take(tx: Tx, { changeId, secretId, value }: Tried): Promise<string | Refusal> {
  const isUsed = await useSecret(tx, secretId)
  if (!isUsed || !(await endContactChange(tx, changeId))) return refuse('CODE_EXPIRED')
  return value
}

async function whyWrong(tx: Tx, { changeId, channel }: Tried) {
  const code = judgeCode(await latestSecretFor(tx, changeId, codePurposes[channel]), tx.now)
  return code === 'CODE_EXHAUSTED' ? code : 'CODE_WRONG'
}
