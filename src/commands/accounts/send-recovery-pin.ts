import { type Pool, reading, type Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { codesSentTo, countKeys } from '../../db/messages.ts'
import { insertSecret, supersedeSecretsFor } from '../../db/secrets.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { limitedUntil } from '../../domain/accounts/send-limit.ts'
import { planKey } from '../../domain/journeys/journey.ts'
import { plusMinutes } from '../../domain/time.ts'
import { recoveryPin } from '../../messages/recovery-pin.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { hostOf } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import type { LinkDeps } from './invite-now.ts'
import { holdRecoveryLink, type OpenedRecoveryLink, openRecoveryLink } from './recovery-password-link.ts'

export type RecoveryPinDeps = LinkDeps & { readonly app: Pool; readonly hashing: HashingPort }

export type RecoveryPinSent = { readonly mobile: string; readonly expiresAt: Date }

const act = 'recoveryPinSend'
const digits = 6
/** Whoever found the link must not guess on for a day. */
const mostPins = 15

/**
 * The other half of the link, to a number that was known before the recovery began. A newer one takes over from the older;
 * how many one number gets is limited, and so is what one recovery is worth.
 */
export async function sendRecoveryPin(
  deps: RecoveryPinDeps,
  call: Call,
  { token }: { readonly token: string },
): Promise<RecoveryPinSent> {
  const seen = await reading(deps.app, call.portalId, (tx) => openRecoveryLink(tx, token))
  if ('refused' in seen) return execute<never>(deps, call, act, async () => seen)
  // Hashing is slow: before the transaction that decides.
  const plain = deps.random.digits(digits)
  const slowHash = await deps.hashing.hash(plain)
  return execute(deps, call, act, async (tx) => {
    const opened = await holdRecoveryLink(tx, token)
    if ('refused' in opened) return opened
    const { held, mobile } = opened
    const { journey, policy } = held
    const subject = { subjectId: held.account.id, journeyId: journey.id }
    const sent = await codesSentTo(tx, mobile, { template: recoveryPin.name, since: plusMinutes(tx.now, -60) })
    const retryAt = limitedUntil({ most: policy.factors.codesPerHour, minutes: 60 }, sent)
    if (retryAt !== null) return refuse('SEND_LIMIT', { retryAt, ...subject })
    const number = (await countKeys(tx, journey.id, planKey(journey.plan, 'pin-'))) + 1
    if (number > mostPins) return refuse('RECOVERY_PINS_SPENT', subject)
    const expiresAt = await send(tx, deps, opened, { key: `pin-${number}`, plain, slowHash })
    await appendFact(tx, journey, { fact: 'pinSent', actor: call.actor, data: { number } })
    return { value: { mobile: maskMobile(mobile), expiresAt }, ...subject }
  })
}

type Drawn = { readonly key: string; readonly plain: string; readonly slowHash: string }

async function send(
  tx: Tx,
  deps: RecoveryPinDeps,
  { held, link, mobile }: OpenedRecoveryLink,
  { key, plain, slowHash }: Drawn,
): Promise<Date> {
  const { account, journey, person, policy, organisation } = held
  const { codeMinutes, codeAttempts } = policy.factors
  const expiresAt = plusMinutes(tx.now, codeMinutes)
  await supersedeSecretsFor(tx, link.id, ['recovery-pin'])
  const pin = { accountId: account.id, journeyId: journey.id, plan: journey.plan, contextId: link.id } as const
  const id = await insertSecret(tx, {
    ...pin,
    purpose: 'recovery-pin',
    expiresAt,
    maxAttempts: codeAttempts,
    slowHash,
  })
  const sender = await senderOf(tx, organisation)
  await queueMessage(tx, deps, sender, {
    template: recoveryPin,
    params: { validMinutes: codeMinutes, host: hostOf(sender.portal) },
    to: { ...person, mobile },
    journey,
    key,
    secret: { id, plain },
    sendBefore: expiresAt,
  })
  return expiresAt
}
