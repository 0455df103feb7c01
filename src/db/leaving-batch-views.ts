import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { LeaverExpectation, LeaverOutcome } from '../domain/employments/leaving-batch.ts'
import type { Tx } from './client.ts'
import type { LeavingBatchItem } from './leaving-batch-items.ts'
import { keySet, type Page } from './page.ts'
import { leavingBatchItems } from './schema/all.ts'

/** What is not given does not matter. */
export type LeavingBatchItemFilter = {
  readonly expected?: LeaverExpectation | null | undefined
  readonly outcome?: LeaverOutcome | null | undefined
  /** Handled, or still to be. */
  readonly isHandled?: boolean | null | undefined
}

type Listing = { readonly journeyId: string; readonly filter: LeavingBatchItemFilter; readonly page: Page }

/** In the order of the list. */
export async function listLeavers(tx: Tx, { journeyId, filter, page }: Listing): Promise<readonly LeavingBatchItem[]> {
  const { where, orderBy } = keySet([{ column: sql`${leavingBatchItems.number}`, type: 'int4' }], page, 'ASC')
  return tx
    .select()
    .from(leavingBatchItems)
    .where(
      and(
        eq(leavingBatchItems.portalId, tx.portalId),
        eq(leavingBatchItems.journeyId, journeyId),
        ...conditions(filter),
        where,
      ),
    )
    .orderBy(orderBy)
    .limit(page.limit)
}

function conditions({ expected, outcome, isHandled }: LeavingBatchItemFilter): readonly (SQL | undefined)[] {
  return [
    expected == null ? undefined : eq(leavingBatchItems.expected, expected),
    outcome == null ? undefined : eq(leavingBatchItems.outcome, outcome),
    isHandled == null ? undefined : sql`(${leavingBatchItems.outcome} is not null) = ${isHandled}::boolean`,
  ]
}
