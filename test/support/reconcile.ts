import { reconciliationReport, requestReconciliation } from '../../src/db/reconciliation.ts'
import { eventually } from './eventually.ts'
import type { Installation } from './installation.ts'

/** Asks as an operator does, and waits for a worker's answer. */
export async function reconcileNow({ drempel: { engine } }: Installation) {
  const id = await requestReconciliation(engine, 'operator')
  return eventually('the reconciliation is answered', () => reconciliationReport(engine, id), { withinMs: 60_000 })
}
