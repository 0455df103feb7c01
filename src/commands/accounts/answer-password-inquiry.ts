import type { Tx } from '../../db/client.ts'
import { codesSentTo, hadInvitation } from '../../db/messages.ts'
import type { AccountOwner } from '../../db/own-account.ts'
import { policyInEffect } from '../../db/portals.ts'
import { countResetLinks } from '../../db/reset-links.ts'
import { insertSecret, supersedeSecrets } from '../../db/secrets.ts'
import { findSecurityQuestion } from '../../db/security-questions.ts'
import { isMailable, type PasswordInquiry } from '../../domain/accounts/inquiry.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import { plusMinutes } from '../../domain/time.ts'
import { accountNotActive } from '../../messages/account-not-active.ts'
import { passwordReset } from '../../messages/password-reset.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { passwordResetLink } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { holdMeant } from './find-meant.ts'
import { isAccountShut } from './shut-account.ts'

export type MintingDeps = { readonly random: RandomPort; readonly sealing: SealingPort }

/** The hashes that the typed answer was found to match, before this transaction began. */
export type Proven = ReadonlySet<string>

/** Mails whoever is meant, each to their own mailbox. Answers whom. */
export async function answerPasswordInquiry(
  tx: Tx,
  deps: MintingDeps,
  inquiry: PasswordInquiry,
  proven: Proven,
): Promise<readonly string[]> {
  const { policy } = await policyInEffect(tx)
  const told: string[] = []
  for (const owner of await holdMeant(tx, inquiry)) {
    if (!isMailable(owner.person)) continue
    if (policy.recovery.securityQuestion && !(await isProven(tx, owner, proven))) continue
    if (await tell(tx, deps, owner, policy)) told.push(owner.account.id)
  }
  return told
}

/** Whoever never set a question has nothing to answer. */
async function isProven(tx: Tx, { account }: AccountOwner, proven: Proven): Promise<boolean> {
  const own = await findSecurityQuestion(tx, account.id)
  return own === undefined || proven.has(own.answerHash)
}

async function tell(tx: Tx, deps: MintingDeps, owner: AccountOwner, { recovery }: Policy): Promise<boolean> {
  const { account } = owner
  if (await isAccountShut(tx, account.id)) return false
  if (account.status === 'active') return sendLink(tx, deps, owner, recovery)
  if (account.status !== 'invited' || !(await hadInvitation(tx, account.id))) return false
  return tellNotActive(tx, deps, owner, recovery)
}

/** Beyond the limit the last link goes on working: nobody can keep somebody's mailbox from having one that does. */
async function sendLink(
  tx: Tx,
  deps: MintingDeps,
  owner: AccountOwner,
  { linksPerHour, linkMinutes }: Policy['recovery'],
): Promise<boolean> {
  const { id: accountId, identifier } = owner.account
  const purpose = 'password-reset'
  if ((await countResetLinks(tx, accountId, plusMinutes(tx.now, -60))) >= linksPerHour) return false
  await supersedeSecrets(tx, accountId, [purpose])
  const token = deps.random.token()
  const expiresAt = plusMinutes(tx.now, linkMinutes)
  const secret = { accountId, journeyId: null, plan: null, purpose, expiresAt, maxAttempts: 1, token } as const
  const id = await insertSecret(tx, secret)
  await tellAccount(tx, deps, owner, ({ portal }) => ({
    template: passwordReset,
    params: { validMinutes: linkMinutes, username: portal.identifier === 'username' ? identifier : null },
    key: purpose,
    secret: { id, plain: passwordResetLink(portal, token) },
    sendBefore: expiresAt,
  }))
  return true
}

async function tellNotActive(
  tx: Tx,
  deps: MintingDeps,
  owner: AccountOwner,
  { linksPerHour }: Policy['recovery'],
): Promise<boolean> {
  const template = accountNotActive.name
  const sent = await codesSentTo(tx, owner.person.email, { template, since: plusMinutes(tx.now, -60) })
  if (sent.length >= linksPerHour) return false
  await tellAccount(tx, deps, owner, () => ({ template: accountNotActive, params: {}, key: template }))
  return true
}
