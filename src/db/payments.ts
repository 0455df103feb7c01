import type { Payment } from '../domain/documents/payroll-figures.ts'
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
import { payments } from './schema/all.ts'

export type PaymentRow = Payment & FigureRow

export const paymentStore: FigureStore<Payment> = {
  findPresent: (tx, referred) =>
    tx
      .select()
      .from(payments)
      .where(presentUnder(tx, payments, referred))
      .orderBy(payments.externalReference)
      .for('update'),
  replace: async (tx, ids) => {
    const rows = await tx
      .update(payments)
      .set(replacing)
      .where(presentOf(tx, payments, ids))
      .returning({ id: payments.id })
    return rows.length
  },
  insert: async (tx, figures) => {
    const rows = await tx
      .insert(payments)
      .values(inOrder(tx, figures))
      .onConflictDoNothing()
      .returning({ reference: payments.externalReference })
    return rows.map(({ reference }) => reference)
  },
}

export async function findPayments(tx: Tx, ids: readonly string[]): Promise<readonly PaymentRow[]> {
  return tx
    .select()
    .from(payments)
    .where(ofIds(tx, payments, ids))
}

export async function listPayments(tx: Tx, asked: Parameters<typeof pageOfFigures>[2]): Promise<readonly PaymentRow[]> {
  const { where, orderBy, limit } = pageOfFigures(tx, { ...payments, day: payments.paidOn }, asked)
  return tx.select().from(payments).where(where).orderBy(orderBy).limit(limit)
}
