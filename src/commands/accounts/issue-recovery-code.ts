import { lockSubject } from '../../db/accounts.ts'
import { insertBackupCodes, supersedeBackupCodes } from '../../db/backup-codes.ts'
import { type Pool, reading, type Tx } from '../../db/client.ts'
import { appendFact } from '../../db/journeys.ts'
import { hasKey } from '../../db/messages.ts'
import { findRecovery, issueRecovery, type RecoveryCase } from '../../db/recoveries.ts'
import { insertSecret } from '../../db/secrets.ts'
import { isIssuable } from '../../domain/accounts/recovery.ts'
import { planKey } from '../../domain/journeys/journey.ts'
import { plusMinutes } from '../../domain/time.ts'
import { recoveryCode } from '../../messages/recovery-code.ts'
import type { HashingPort } from '../../providers/hashing/port.ts'
import { type Act, type Answer, perform, storyOf } from '../journeys/story.ts'
import { signInUrl } from '../messages/links.ts'
import { queueMessage, senderOf } from '../messages/queue-message.ts'
import { type DrawnCodes, drawBackupCodes } from './draw-backup-codes.ts'
import type { LinkDeps } from './invite-now.ts'
import { isReachable, planOf } from './recovery-facts.ts'

type Deps = LinkDeps & { readonly app: Pool; readonly hashing: HashingPort }

/**
 * The waiting time is over: the code is made and leaves for the address at which the person was told. It is drawn and
 * hashed before the transaction; nobody but the mail ever holds it.
 */
export async function issueRecoveryCode(deps: Deps, act: Act): Promise<Answer> {
  const isDone = await reading(deps.app, act.portalId, (tx) => hasKey(tx, act.journeyId, planKey(act.plan, act.key)))
  if (isDone) return 'done'
  const drawn = await drawBackupCodes(deps, { count: 1 })
  return perform(deps, act, 'issueRecoveryCode', async (tx, journey) => {
    await lockSubject(tx, journey)
    const held = await findRecovery(tx, journey.id)
    if (held?.recovery.status !== 'approved') return 'changed'
    const plan = planOf(held)
    if (plan.issueAt === null || plan.issueAt > tx.now) return 'notYet'
    if (!isIssuable(plan, isReachable(held), tx.now)) return 'changed'
    if (!(await issueRecovery(tx, journey.id))) throw new Error('a locked recovery moved')
    await mailCode(tx, deps, held, { act, drawn })
    await appendFact(tx, journey, { fact: 'recoveryCodeSent', actor: storyOf(act) })
    return 'done'
  })
}

async function mailCode(
  tx: Tx,
  deps: LinkDeps,
  { account, journey, organisation, person, policy }: RecoveryCase,
  { act, drawn }: { act: Act; drawn: DrawnCodes },
): Promise<void> {
  const { salt, hashes } = drawn
  const [plain, slowHash] = [drawn.codes[0], hashes[0]]
  if (plain === undefined || slowHash === undefined) throw new Error('no code was drawn')
  const expiresAt = plusMinutes(tx.now, policy.recovery.codeHours * 60)
  const ofJourney = { accountId: account.id, journeyId: journey.id, expiresAt }
  await supersedeBackupCodes(tx, account.id, journey.id)
  await insertBackupCodes(tx, { ...ofJourney, salt, hashes })
  const copy = { ...ofJourney, plan: journey.plan, purpose: 'backup-code-copy', maxAttempts: 1, slowHash } as const
  const id = await insertSecret(tx, copy)
  const sender = await senderOf(tx, organisation)
  await queueMessage(tx, deps, sender, {
    template: recoveryCode,
    params: { validUntil: expiresAt, signInUrl: signInUrl(sender.portal) },
    to: person,
    journey,
    key: act.key,
    secret: { id, plain },
    sendBefore: expiresAt,
  })
}
