import type { Tx } from '../../db/client.ts'
import { codesSentTo } from '../../db/messages.ts'
import { type AccountOwner, findOwnersAt } from '../../db/own-account.ts'
import { policyInEffect } from '../../db/portals.ts'
import { isMailable, type LoginNameInquiry } from '../../domain/accounts/inquiry.ts'
import { plusMinutes } from '../../domain/time.ts'
import { loginName } from '../../messages/login-name.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import { signInUrl } from '../messages/links.ts'
import { tellAccount } from '../messages/tell-account.ts'
import { isAccountShut } from './shut-account.ts'

/** One mail with everything that signs in from this mailbox; where several share it, it speaks to the first. Answers whom. */
export async function answerLoginName(
  tx: Tx,
  deps: { readonly sealing: SealingPort },
  { email }: LoginNameInquiry,
): Promise<readonly string[]> {
  const owners = await findOwnersAt(tx, email)
  const active = await findUsable(tx, owners)
  const [first] = active
  if (first === undefined) return []
  const { policy } = await policyInEffect(tx)
  const template = loginName.name
  const sent = await codesSentTo(tx, email, { template, since: plusMinutes(tx.now, -60) })
  if (sent.length >= policy.recovery.linksPerHour) return []
  const usernames = active.map(({ account }) => account.identifier).join(', ')
  await tellAccount(tx, deps, first, ({ portal }) => ({
    template: loginName,
    params: { signInUrl: signInUrl(portal), usernames },
    key: template,
  }))
  return active.map(({ account }) => account.id)
}

async function findUsable(tx: Tx, owners: readonly AccountOwner[]): Promise<readonly AccountOwner[]> {
  const usable: AccountOwner[] = []
  for (const owner of owners) {
    const isOpen = owner.account.status === 'active' && !(await isAccountShut(tx, owner.account.id))
    if (isOpen && isMailable(owner.person)) usable.push(owner)
  }
  return usable
}
