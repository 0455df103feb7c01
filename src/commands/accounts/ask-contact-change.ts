import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { contactChangesAsked, endContactChangesOf, insertContactChange } from '../../db/contact-changes.ts'
import { codesSentTo } from '../../db/messages.ts'
import { insertSecret, supersedeSecretsFor } from '../../db/secrets.ts'
import type { SecretPurpose } from '../../domain/accounts/secret.ts'
import { limitedUntil } from '../../domain/accounts/send-limit.ts'
import type { Code } from '../../domain/codes.ts'
import type { Channel } from '../../domain/journeys/message.ts'
import { plusMinutes } from '../../domain/time.ts'
import { numberCode } from '../../messages/number-code.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { holdOwnAccount, type Own } from './hold-own-account.ts'

export type ContactChangeDeps = {
  readonly app: Pool
  readonly random: RandomPort
  readonly sealing: SealingPort
  readonly hashing: HashingPort
}

/** value: the address or number as it was understood. */
export type ContactChangeAsked = { readonly value: string; readonly expiresAt: Date }

/** What goes to the new address or number. */
export type ContactCode = {
  readonly own: Own
  readonly value: string
  readonly secret: { readonly id: string; readonly plain: string }
  readonly expiresAt: Date
}

/** Why it cannot be this address or number; null when it can. */
export type JudgeContact = (tx: Tx, own: Own, value: string) => Promise<Code | null>

type Asking = {
  readonly act: string
  readonly channel: Channel
  /** Null where it can be none. */
  readonly value: string | null
  readonly malformed: { readonly path: string; readonly code: Code }
  readonly judge?: JudgeContact | undefined
  readonly send: (tx: Tx, code: ContactCode) => Promise<void>
}

export const codePurposes = {
  mail: 'mail-code',
  sms: 'number-code',
} as const satisfies Readonly<Record<Channel, SecretPurpose>>

const digits = 6

/** Another address or number counts once a code that went there comes back. A newer one takes over from the older. */
export async function askContactChange(
  deps: ContactChangeDeps,
  call: Call,
  { act, channel, value, malformed, judge = admitAny, send }: Asking,
): Promise<ContactChangeAsked> {
  if (value === null)
    return execute<never>(deps, call, act, async () => refuse('INVALID_INPUT', { problems: [malformed] }))
  const wanted = { channel, value, judge }
  const admitted = await inPortal(deps.app, call.portalId, (tx) => admit(tx, call, wanted))
  if ('refused' in admitted) return execute<never>(deps, call, act, async () => admitted)
  // Hashing is slow: before the transaction that decides, and for nobody who is refused anyway.
  const plain = deps.random.digits(digits)
  const slowHash = await deps.hashing.hash(plain)
  return execute(deps, call, act, async (tx) => {
    const own = await admit(tx, call, wanted)
    if ('refused' in own) return own
    const { id, expiresAt } = await write(tx, own, { channel, value, slowHash })
    await send(tx, { own, value, secret: { id, plain }, expiresAt })
    return { value: { value, expiresAt }, subjectId: own.account.id }
  })
}

type Wanted = { readonly channel: Channel; readonly value: string }

const admitAny = async () => null

async function admit(
  tx: Tx,
  call: Call,
  { judge, ...wanted }: Wanted & { readonly judge: JudgeContact },
): Promise<Own | Refusal> {
  const own = await holdOwnAccount(tx, call, { fresh: true })
  if ('refused' in own) return own
  const subject = { subjectId: own.account.id }
  if (isProven(own, wanted)) return refuse('UNCHANGED', subject)
  const code = await judge(tx, own, wanted.value)
  if (code !== null) return refuse(code, subject)
  const retryAt = await codesWaitUntil(tx, own, wanted)
  return retryAt === null ? own : refuse('SEND_LIMIT', { retryAt, ...subject })
}

function isProven({ person }: Own, { channel, value }: Wanted): boolean {
  return channel === 'mail'
    ? person.email === value && person.emailStatus === 'proven'
    : person.mobile === value && person.mobileStatus === 'proven'
}

async function codesWaitUntil(tx: Tx, { account, policy }: Own, { channel, value }: Wanted): Promise<Date | null> {
  const since = plusMinutes(tx.now, -60)
  const asked = await contactChangesAsked(tx, { accountId: account.id, channel, value, since })
  // The same number may be sent codes to set it up as a second step.
  const sent = channel === 'sms' ? await codesSentTo(tx, value, { template: numberCode.name, since }) : []
  return limitedUntil({ most: policy.factors.codesPerHour, minutes: 60 }, asked, sent)
}

async function write(
  tx: Tx,
  { account, policy }: Own,
  { channel, value, slowHash }: Wanted & { readonly slowHash: string },
): Promise<{ readonly id: string; readonly expiresAt: Date }> {
  const purpose = codePurposes[channel]
  for (const endedId of await endContactChangesOf(tx, account.id, channel)) {
    await supersedeSecretsFor(tx, endedId, [purpose])
  }
  const expiresAt = plusMinutes(tx.now, policy.factors.codeMinutes)
  const contextId = await insertContactChange(tx, { accountId: account.id, channel, value, expiresAt })
  const id = await insertSecret(tx, {
    accountId: account.id,
    journeyId: null,
    plan: null,
    purpose,
    contextId,
    expiresAt,
    maxAttempts: policy.factors.codeAttempts,
    slowHash,
  })
  return { id, expiresAt }
}
