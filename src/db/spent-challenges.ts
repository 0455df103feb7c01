import type { Tx } from './client.ts'
import { spentChallenges } from './schema/all.ts'

/** True for the first alone: whoever comes second waits for the first to commit, and finds it spent. */
export async function spendChallenge(tx: Tx, digest: Buffer, expiresAt: Date): Promise<boolean> {
  const rows = await tx
    .insert(spentChallenges)
    .values({ portalId: tx.portalId, digest, expiresAt })
    .onConflictDoNothing()
    .returning({ digest: spentChallenges.digest })
  return rows.length === 1
}
