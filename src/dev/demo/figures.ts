import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { paymentStore } from '../../db/payments.ts'
import type { FigureStore } from '../../db/payroll-figures.ts'
import { phaseStore } from '../../db/phases.ts'
import { reservationStore } from '../../db/reservations.ts'
import { accounts } from '../../db/schema/all.ts'
import type { DemoFigure, DemoPortal } from './portal-data.ts'

/** What payroll published before the demo began. What somebody published since under the same reference stays. */
export async function insertDemoFigures(
  tx: Tx,
  { organisations, figures }: DemoPortal,
  organisationIds: ReadonlyMap<string, string>,
): Promise<void> {
  const organisationId = organisationIds.get(organisations[0]?.name ?? '')
  if (figures === undefined || organisationId === undefined) return
  const { payments, reservations, phases } = figures
  await insert(tx, paymentStore, { organisationId, told: payments })
  await insert(tx, reservationStore, { organisationId, told: reservations })
  await insert(tx, phaseStore, { organisationId, told: phases })
}

type Told<F> = { readonly organisationId: string; readonly told: readonly DemoFigure<F>[] }

async function insert<F>(tx: Tx, store: FigureStore<F>, { organisationId, told }: Told<F>): Promise<void> {
  for (const { reference, of, figure } of told) {
    const personId = await personOf(tx, of)
    await store.insert(tx, [{ ...figure, organisationId, personId, externalReference: reference, version: 1 }])
  }
}

async function personOf(tx: Tx, identifier: string): Promise<string> {
  const [row] = await tx
    .select({ id: accounts.personId })
    .from(accounts)
    .where(and(eq(accounts.portalId, tx.portalId), eq(accounts.identifier, identifier)))
  if (row === undefined) throw new Error(`the demo data names nobody ${identifier}`)
  return row.id
}
