import type { Tx } from '../../db/client.ts'
import { policyInEffect } from '../../db/portals.ts'
import { insertSession } from '../../db/sessions.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { RandomPort } from '../../providers/random/port.ts'

export type SignedIn = {
  readonly accountId: string
  readonly personId: string
  readonly sessionId: string
  /** Told once; the database keeps its digest. */
  readonly token: string
  readonly expiresAt: Date
}

type Opening = { readonly account: { readonly id: string; readonly personId: string }; readonly device: string }

export async function openSession(
  tx: Tx,
  { random }: { readonly random: RandomPort },
  { account, device }: Opening,
): Promise<SignedIn> {
  const { policy } = await policyInEffect(tx)
  const token = random.token()
  const expiresAt = plusMinutes(tx.now, policy.session.absoluteHours * 60)
  const sessionId = await insertSession(tx, { accountId: account.id, token, device, expiresAt })
  return { accountId: account.id, personId: account.personId, sessionId, token, expiresAt }
}
