import { and, eq, inArray } from 'drizzle-orm'
import type { RecoveryStatus } from '../domain/accounts/recovery.ts'
import type { Tx } from './client.ts'
import { recoveries } from './schema/all.ts'

export type RecoveryRow = typeof recoveries.$inferSelect

const open: readonly RecoveryStatus[] = ['asked', 'approved', 'issued']

/** One conditional update: true when the recovery was still open. */
export async function endRecovery(
  tx: Tx,
  journeyId: string,
  to: Extract<RecoveryStatus, 'objected' | 'expired' | 'withdrawn'>,
): Promise<boolean> {
  const rows = await tx
    .update(recoveries)
    .set({ status: to })
    .where(
      and(
        eq(recoveries.portalId, tx.portalId),
        eq(recoveries.journeyId, journeyId),
        inArray(recoveries.status, [...open]),
      ),
    )
    .returning({ id: recoveries.journeyId })
  return rows.length === 1
}
