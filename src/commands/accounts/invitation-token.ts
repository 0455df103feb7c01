import { lockAccount } from '../../db/accounts.ts'
import { type ActivationCase, findActivation } from '../../db/activations.ts'
import type { Tx } from '../../db/client.ts'
import { lockJourney } from '../../db/journeys.ts'
import { findSecretByToken, type SecretRow } from '../../db/secrets.ts'
import { judgeLink } from '../../domain/accounts/activation-link.ts'
import { type Refusal, refuse } from '../execute.ts'
import { isAccountShut } from './shut-account.ts'

export type Opened = { readonly link: SecretRow; readonly invited: ActivationCase }

/** What a link leads to, for looking. What is read may have changed a moment later. */
export async function openInvitation(tx: Tx, token: string): Promise<Opened | Refusal> {
  const link = await findSecretByToken(tx, token, 'activation-link')
  const invited = link?.journeyId ? await findActivation(tx, link.journeyId) : undefined
  if (link === undefined || invited === undefined) return refuse('LINK_UNKNOWN')
  // What it was to give access to has ended meanwhile.
  const isOver = invited.activation.status === 'invited' && (await isAccountShut(tx, invited.account.id))
  const code = judgeLink(isOver ? 'withdrawn' : invited.activation.status, link, tx.now)
  if (code !== null) return refuse(code, { subjectId: invited.account.id, journeyId: invited.journey.id })
  return { link, invited }
}

/** The same with journey and account locked, in that order: what is read now stays true until the end of the transaction. */
export async function holdInvitation(tx: Tx, token: string): Promise<Opened | Refusal> {
  const link = await findSecretByToken(tx, token, 'activation-link')
  if (!link?.journeyId) return refuse('LINK_UNKNOWN')
  await lockJourney(tx, link.journeyId)
  await lockAccount(tx, link.accountId)
  return openInvitation(tx, token)
}

/** What the audit row of an act on an invitation names. */
export function subjectOf({ account, journey }: ActivationCase): { subjectId: string; journeyId: string } {
  return { subjectId: account.id, journeyId: journey.id }
}
