import type { Reservation } from '../domain/documents/payroll-figures.ts'
import type { Tx } from './client.ts'
import {
  type FigureRow,
  type FigureStore,
  inOrder,
  ofIds,
  pageOfFigures,
  presentOf,
  presentUnder,
  replacing,
} from './payroll-figures.ts'
import { reservations } from './schema/all.ts'

export type ReservationRow = Reservation & FigureRow

export const reservationStore: FigureStore<Reservation> = {
  findPresent: (tx, referred) =>
    tx
      .select()
      .from(reservations)
      .where(presentUnder(tx, reservations, referred))
      .orderBy(reservations.externalReference)
      .for('update'),
  replace: async (tx, ids) => {
    const rows = await tx
      .update(reservations)
      .set(replacing)
      .where(presentOf(tx, reservations, ids))
      .returning({ id: reservations.id })
    return rows.length
  },
  insert: async (tx, figures) => {
    const rows = await tx
      .insert(reservations)
      .values(inOrder(tx, figures))
      .onConflictDoNothing()
      .returning({ reference: reservations.externalReference })
    return rows.map(({ reference }) => reference)
  },
}

export async function findReservations(tx: Tx, ids: readonly string[]): Promise<readonly ReservationRow[]> {
  return tx
    .select()
    .from(reservations)
    .where(ofIds(tx, reservations, ids))
}

export async function listReservations(
  tx: Tx,
  asked: Parameters<typeof pageOfFigures>[2],
): Promise<readonly ReservationRow[]> {
  const { where, orderBy, limit } = pageOfFigures(tx, { ...reservations, day: reservations.asOf }, asked)
  return tx.select().from(reservations).where(where).orderBy(orderBy).limit(limit)
}
