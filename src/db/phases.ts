import type { Phase } from '../domain/documents/payroll-figures.ts'
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
import { phases } from './schema/all.ts'

export type PhaseRow = Phase & FigureRow

export const phaseStore: FigureStore<Phase> = {
  findPresent: (tx, referred) =>
    tx
      .select()
      .from(phases)
      .where(presentUnder(tx, phases, referred))
      .orderBy(phases.externalReference)
      .for('update'),
  replace: async (tx, ids) => {
    const rows = await tx
      .update(phases)
      .set(replacing)
      .where(presentOf(tx, phases, ids))
      .returning({ id: phases.id })
    return rows.length
  },
  insert: async (tx, figures) => {
    const rows = await tx
      .insert(phases)
      .values(inOrder(tx, figures))
      .onConflictDoNothing()
      .returning({ reference: phases.externalReference })
    return rows.map(({ reference }) => reference)
  },
}

export async function findPhases(tx: Tx, ids: readonly string[]): Promise<readonly PhaseRow[]> {
  return tx
    .select()
    .from(phases)
    .where(ofIds(tx, phases, ids))
}

export async function listPhases(tx: Tx, asked: Parameters<typeof pageOfFigures>[2]): Promise<readonly PhaseRow[]> {
  const { where, orderBy, limit } = pageOfFigures(tx, { ...phases, day: phases.from }, asked)
  return tx.select().from(phases).where(where).orderBy(orderBy).limit(limit)
}
