import { lockAccount } from '../../db/accounts.ts'
import type { Tx } from '../../db/client.ts'
import { lockJourney } from '../../db/journeys.ts'
import { findRecovery, type RecoveryCase } from '../../db/recoveries.ts'
import { findSecretByToken, type SecretRow } from '../../db/secrets.ts'
import { judgeResetLink } from '../../domain/accounts/reset-link.ts'
import { lockBeforeSignInChange } from '../employments/note-sign-in-changed.ts'
import { type Refusal, refuse } from '../execute.ts'
import { canBeReached } from './recovery-facts.ts'
import { isAccountShut } from './shut-account.ts'

export type OpenedRecoveryLink = {
  readonly held: RecoveryCase
  readonly link: SecretRow
  /** Where the PIN goes. */
  readonly mobile: string
}

/** What a link to a password leads to, for looking. What is read may have changed a moment later. */
export async function openRecoveryLink(tx: Tx, token: string): Promise<OpenedRecoveryLink | Refusal> {
  const link = await findSecretByToken(tx, token, 'recovery-password')
  const held = link?.journeyId ? await findRecovery(tx, link.journeyId) : undefined
  if (link === undefined || held === undefined) return refuse('LINK_UNKNOWN')
  const subject = { subjectId: held.account.id, journeyId: held.journey.id }
  const standing = (await isAccountShut(tx, held.account.id)) ? 'closed' : held.account.status
  const code = judgeResetLink(standing, link, tx.now)
  if (code !== null) return refuse(code, subject)
  const { status, pinMobile } = held.recovery
  // The address on file is another one since, or the number is dead or the employer's: whoever asked for it has to ask anew.
  const isOpen = status === 'issued' && pinMobile !== null && (await canBeReached(tx, held))
  return isOpen ? { held, link, mobile: pinMobile } : refuse('LINK_SUPERSEDED', subject)
}

/** The same with journey and account locked, in that order: what is read now stays true until the end of the transaction. */
export async function holdRecoveryLink(tx: Tx, token: string): Promise<OpenedRecoveryLink | Refusal> {
  const link = await findSecretByToken(tx, token, 'recovery-password')
  if (!link?.journeyId) return refuse('LINK_UNKNOWN')
  await lockJourney(tx, link.journeyId)
  await lockBeforeSignInChange(tx, link.accountId)
  await lockAccount(tx, link.accountId)
  return openRecoveryLink(tx, token)
}
