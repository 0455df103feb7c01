import { lockAccount } from '../../db/accounts.ts'
import { inPortal, type Pool, type Tx } from '../../db/client.ts'
import { type AccountOwner, findOwner } from '../../db/own-account.ts'
import { policyInEffect } from '../../db/portals.ts'
import { findSessionById, type SessionRow } from '../../db/sessions.ts'
import { AccessError } from '../../domain/errors.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import { plusMinutes } from '../../domain/time.ts'
import { lockBeforeSignInChange } from '../employments/note-sign-in-changed.ts'
import { type Call, execute, type Refusal, refuse } from '../execute.ts'
import { isAccountShut } from './shut-account.ts'

/** Whoever is signed in, with their account locked. */
export type Own = AccountOwner & { readonly session: SessionRow; readonly policy: Policy }

type Holding = {
  /** Asks for a proof of the last few minutes: before credentials and addresses change. */
  readonly fresh: boolean
}

/** The own account of whoever asks, locked: what is read now stays true. A session that ended meanwhile asks for nothing more. */
export async function holdOwnAccount(tx: Tx, call: Call, { fresh }: Holding): Promise<Own | Refusal> {
  if (call.actor.kind !== 'account') throw new AccessError('UNAUTHENTICATED')
  const { accountId, sessionId } = call.actor
  await lockBeforeSignInChange(tx, accountId)
  await lockAccount(tx, accountId)
  const owner = await findOwner(tx, accountId)
  const session = await findSessionById(tx, sessionId)
  if (owner === undefined || session === undefined || session.endedAt !== null) throw new AccessError('UNAUTHENTICATED')
  // Shut since the request was recognised.
  if (await isAccountShut(tx, accountId)) throw new AccessError('UNAUTHENTICATED')
  const { policy } = await policyInEffect(tx)
  if (fresh && !isFresh(session, policy, tx.now)) return refuse('STEP_UP_NEEDED', { subjectId: accountId })
  return { ...owner, session, policy }
}

export function isFresh({ steppedUpAt }: Pick<SessionRow, 'steppedUpAt'>, policy: Policy, now: Date): boolean {
  return steppedUpAt !== null && now < plusMinutes(steppedUpAt, policy.session.stepUpMinutes)
}

/** Whether whoever acts on somebody else's account proved in the last minutes that it is them. */
export async function isProvenFresh(tx: Tx, { actor }: Call): Promise<boolean> {
  const session = actor.kind === 'account' ? await findSessionById(tx, actor.sessionId) : undefined
  if (session === undefined || session.endedAt !== null) return false
  return isFresh(session, (await policyInEffect(tx)).policy, tx.now)
}

/** One's own account, asked before slow work for which nobody has to wait in vain. Answers whose account it is. */
export async function refuseUnlessOwnFresh(deps: { readonly app: Pool }, call: Call, act: string): Promise<string> {
  const own = await inPortal(deps.app, call.portalId, (tx) => holdOwnAccount(tx, call, { fresh: true }))
  return 'refused' in own ? execute<never>(deps, call, act, async () => own) : own.account.id
}
