import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { ScureBase32Plugin } from 'otplib'
import type { Tx } from '../../db/client.ts'
import { mintId } from '../../db/ids.ts'
import { factors } from '../../db/schema/all.ts'
import { factorContext } from '../../domain/accounts/factor.ts'
import type { SealingPort } from '../../providers/sealing/port.ts'
import type { DemoAccount } from './portal-data.ts'

const secretBytes = 20

/**
 * The secret of a demo account's authenticator app, the same on every machine. Everybody can work it out, as with the demo
 * password: that is what makes it demo data.
 */
export function demoSecret(portalSlug: string, { identifier }: Pick<DemoAccount, 'identifier'>): string {
  const digest = createHash('sha256').update(`the demo app of ${identifier} at ${portalSlug}`).digest()
  return new ScureBase32Plugin().encode(digest.subarray(0, secretBytes), { padding: false })
}

type Owner = { readonly accountId: string; readonly portalSlug: string }

/** Set up before the demo began: codes of an app stand at /dev/authenticator, those by SMS arrive in the mailbox. */
export async function insertSecondStep(
  tx: Tx,
  { sealing }: { readonly sealing: SealingPort },
  account: DemoAccount,
  { accountId, portalSlug }: Owner,
): Promise<void> {
  const { secondStep: kind, mobile } = account
  if (kind === undefined) return
  if (kind === 'sms' && mobile === undefined) throw new Error(`${account.identifier} has no number for its codes`)
  const id = await mintId(tx)
  const own =
    kind === 'app'
      ? { name: 'Demo app', sealed: sealing.seal(demoSecret(portalSlug, account), factorContext(id)) }
      : { name: 'Demo phone', mobile }
  await tx.insert(factors).values({
    portalId: tx.portalId,
    id,
    accountId,
    kind,
    ...own,
    status: 'active',
    confirmedAt: sql`drempel.now()`,
  })
}
