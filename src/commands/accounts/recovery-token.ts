import { lockAccount } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { lockJourney } from '../../db/journeys.ts'
import { findRecovery, type RecoveryCase } from '../../db/recoveries.ts'
import { findSecretByToken } from '../../db/secrets.ts'
import { type Refusal, refuse } from '../execute.ts'

/** What an objection link leads to, for looking. What is read may have changed a moment later. */
export async function openObjection(tx: Tx, token: string): Promise<RecoveryCase | Refusal> {
  const link = await findSecretByToken(tx, token, 'recovery-objection')
  const held = link?.journeyId ? await findRecovery(tx, link.journeyId) : undefined
  if (link === undefined || held === undefined) return refuse('LINK_UNKNOWN')
  const subject = { subjectId: held.account.id, journeyId: held.journey.id }
  return link.expiresAt > tx.now ? held : refuse('LINK_EXPIRED', subject)
}

/** The same with journey and account locked, in that order: what is read now stays true until the end of the transaction. */
export async function holdObjection(tx: Tx, token: string): Promise<RecoveryCase | Refusal> {
  const link = await findSecretByToken(tx, token, 'recovery-objection')
  if (!link?.journeyId) return refuse('LINK_UNKNOWN')
  await lockJourney(tx, link.journeyId)
  await lockAccount(tx, link.accountId)
  return openObjection(tx, token)
}
