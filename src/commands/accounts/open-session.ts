import type { Tx } from '../../db/client.ts'
import { insertSession } from '../../db/sessions.ts'
import type { Proof } from '../../domain/accounts/account.ts'
import type { Policy } from '../../domain/portals/policy.ts'
import { plusMinutes } from '../../domain/time.ts'
import type { RandomPort } from '../../providers/random/port.ts'
import type { Call } from '../execute.ts'

export type SignedIn = {
  readonly accountId: string
  readonly personId: string
  readonly sessionId: string
  /** Told once; the database keeps its digest. */
  readonly token: string
  readonly expiresAt: Date
}

type Opening = {
  readonly account: { readonly id: string; readonly personId: string }
  readonly policy: Policy
  readonly call: Call
  readonly proof: Proof | null
  /** Whether what was shown is all that the account can show, just now. */
  readonly isFresh: boolean
}

export async function openSession(
  tx: Tx,
  { random }: { readonly random: RandomPort },
  { account, policy, call, proof, isFresh }: Opening,
): Promise<SignedIn> {
  const token = random.token()
  const expiresAt = plusMinutes(tx.now, policy.session.absoluteHours * 60)
  const device = call.userAgent ?? ''
  const { origin } = call
  const sessionId = await insertSession(tx, { accountId: account.id, token, device, expiresAt, origin, proof, isFresh })
  return { accountId: account.id, personId: account.personId, sessionId, token, expiresAt }
}
