import { type Pool, reading, type Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { codesSentTo, countKeys } from '../../db/messages.ts'
import { insertSecret, supersedeSecrets } from '../../db/secrets.ts'
import { maskMobile } from '../../domain/accounts/contact.ts'
import { limitedUntil } from '../../domain/accounts/send-limit.ts'
import { planKey } from '../../domain/journeys/journey.ts'
import { plusMinutes } from '../../domain/time.ts'
import { activationPin } from '../../messages/activation-pin.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { type Call, type Done, execute, type Refusal, refuse } from '../execute.ts'
import { hostOf } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import { pinNeeded } from './activation-links.ts'
import { holdInvitation, type Opened, openInvitation, subjectOf } from './invitation-token.ts'
import { reportContactProblem } from './report-contact-problem.ts'

export type PinDeps = {
  readonly app: Pool
  readonly random: RandomPort
  readonly sealing: SealingPort
  readonly hashing: HashingPort
}

export type PinSent = { readonly mobile: string; readonly expiresAt: Date }

const digits = 6

/** Sends a PIN to the number on file. A newer one takes over from the older; how many one number gets is limited. */
export async function sendActivationPin(
  deps: PinDeps,
  call: Call,
  { token }: { readonly token: string },
): Promise<PinSent> {
  // Hashing is slow: before the transaction that decides, and for nobody who has no link.
  const drawn = (await isOpen(deps, call, token)) ? await draw(deps) : undefined
  return execute(deps, call, 'activationPinSend', async (tx) => {
    const opened = await holdInvitation(tx, token)
    if ('refused' in opened) return opened
    const { person } = opened.invited
    if (person.mobile === null || person.mobileStatus === 'wrong')
      return refuseWithoutNumber(tx, deps, { call, opened })
    if (!pinNeeded(opened.invited)) return refuse('INVALID_INPUT', subjectOf(opened.invited))
    const retryAt = await pinsWaitUntil(tx, opened, person.mobile)
    if (retryAt !== null) return refuse('SEND_LIMIT', { retryAt, ...subjectOf(opened.invited) })
    const number = await nextPin(tx, opened)
    if (number === null) return refuse('PINS_SPENT', subjectOf(opened.invited))
    if (drawn === undefined) return refuse('CHANGED_MEANWHILE', subjectOf(opened.invited))
    return send(tx, deps, { call, opened, drawn, number, mobile: person.mobile })
  })
}

type Drawn = { readonly pin: string; readonly slowHash: string }

async function isOpen(deps: PinDeps, call: Call, token: string): Promise<boolean> {
  return reading(deps.app, call.portalId, async (tx) => !('refused' in (await openInvitation(tx, token))))
}

async function draw({ random, hashing }: PinDeps): Promise<Drawn> {
  const pin = random.digits(digits)
  return { pin, slowHash: await hashing.hash(pin) }
}

type Asked = { readonly call: Call; readonly opened: Opened }

async function refuseWithoutNumber(tx: Tx, deps: PinDeps, { call, opened: { invited } }: Asked): Promise<Refusal> {
  if (invited.person.mobile !== null) return refuse('NUMBER_REPORTED', subjectOf(invited))
  if (invited.activation.contactProblem === null) {
    await reportContactProblem(tx, deps, invited, { problem: 'NO_MOBILE', fact: 'mobileMissing', actor: call.actor })
  }
  return refuse('NO_MOBILE', subjectOf(invited))
}

async function pinsWaitUntil(tx: Tx, { invited }: Opened, mobile: string): Promise<Date | null> {
  const sent = await codesSentTo(tx, mobile, { template: activationPin.name, since: plusMinutes(tx.now, -60) })
  return limitedUntil({ most: invited.policy.activation.pinsPerHour, minutes: 60 }, sent)
}

/** The number of the next PIN of this plan; null when the plan has had its share. */
async function nextPin(tx: Tx, { invited: { journey, policy } }: Opened): Promise<number | null> {
  const sent = await countKeys(tx, journey.id, planKey(journey.plan, 'pin-'))
  return sent < policy.activation.pinsPerPlan ? sent + 1 : null
}

type Sending = Asked & { readonly drawn: Drawn; readonly number: number; readonly mobile: string }

async function send(
  tx: Tx,
  deps: PinDeps,
  { call, opened: { invited }, drawn, number, mobile }: Sending,
): Promise<Done<PinSent>> {
  const { account, journey, person } = invited
  const { pinMinutes, pinAttempts } = invited.policy.activation
  const expiresAt = plusMinutes(tx.now, pinMinutes)
  await supersedeSecrets(tx, account.id, ['activation-pin'])
  const id = await insertSecret(tx, {
    accountId: account.id,
    journeyId: journey.id,
    plan: journey.plan,
    purpose: 'activation-pin',
    expiresAt,
    maxAttempts: pinAttempts,
    slowHash: drawn.slowHash,
  })
  const sender = await senderOf(tx, invited.organisation)
  await queueMessage(tx, deps, sender, {
    template: activationPin,
    params: { validMinutes: pinMinutes, host: hostOf(sender.portal) },
    to: person,
    journey,
    key: `pin-${number}`,
    secret: { id, plain: drawn.pin },
    sendBefore: expiresAt,
  })
  await appendFact(tx, journey, { fact: 'pinSent', actor: call.actor, data: { number } })
  return { value: { mobile: maskMobile(mobile), expiresAt }, ...subjectOf(invited) }
}
