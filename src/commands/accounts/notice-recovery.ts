import type { Tx } from '../../db/client.ts'
import { activeFactors } from '../../db/factors.ts'
import type { RecoveryCase } from '../../db/recoveries.ts'
import { insertSecret } from '../../db/secrets.ts'
import { maskEmail } from '../../domain/accounts/contact.ts'
import { latestEnd } from '../../domain/accounts/recovery.ts'
import type { Portal } from '../../domain/portals/portal.ts'
import { plusMinutes } from '../../domain/time.ts'
import { recoveryNotice } from '../../messages/recovery-notice.ts'
import { recoveryNoticeSms } from '../../messages/recovery-notice-sms.ts'
import { objectionLink } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import type { LinkDeps } from './invite-now.ts'

/**
 * Tells the person on every channel that is known, each with a link of its own: whoever took one channel over cannot keep
 * the others from objecting. Answers how many of each.
 */
export async function noticeRecovery(
  tx: Tx,
  deps: LinkDeps,
  held: RecoveryCase,
): Promise<{ readonly mails: number; readonly texts: number }> {
  const { journey, person, policy, recovery, organisation } = held
  const sender = await senderOf(tx, organisation)
  await queueMessage(tx, deps, sender, {
    template: recoveryNotice,
    params: {
      startedAt: recovery.plannedAt,
      newAddress: recovery.privateEmail && maskEmail(recovery.privateEmail),
      earliestAt: plusMinutes(recovery.plannedAt, policy.recovery.waitingHours * 60),
    },
    to: person,
    journey,
    key: 'notice-mail',
    secret: await mintObjection(tx, deps, held, sender.portal),
  })
  const numbers = await numbersOf(tx, held)
  for (const [index, mobile] of numbers.entries()) {
    await queueMessage(tx, deps, sender, {
      template: recoveryNoticeSms,
      params: {},
      to: { ...person, mobile },
      journey,
      key: `notice-sms-${index + 1}`,
      secret: await mintObjection(tx, deps, held, sender.portal),
    })
  }
  return { mails: 1, texts: numbers.length }
}

/** The number on file, unless it is known to reach somebody else or nobody, and those with which the person signs in. */
async function numbersOf(tx: Tx, { account, person }: RecoveryCase): Promise<readonly string[]> {
  const isGood = person.mobileStatus !== 'wrong' && person.mobileStatus !== 'unreachable'
  const ofFactors = (await activeFactors(tx, account.id)).flatMap(({ mobile }) => mobile ?? [])
  const others = ofFactors.filter((mobile) => mobile !== person.mobile)
  return [...new Set([...(person.mobile !== null && isGood ? [person.mobile] : []), ...others])]
}

/** One more link that stops the recovery. */
export async function mintObjection(
  tx: Tx,
  { random }: LinkDeps,
  { account, journey, policy, recovery }: RecoveryCase,
  portal: Portal,
): Promise<{ readonly id: string; readonly plain: string }> {
  const token = random.token()
  const id = await insertSecret(tx, {
    accountId: account.id,
    journeyId: journey.id,
    plan: journey.plan,
    purpose: 'recovery-objection',
    expiresAt: latestEnd(recovery.plannedAt, policy.recovery),
    maxAttempts: 1,
    token,
  })
  return { id, plain: objectionLink(portal, token) }
}
