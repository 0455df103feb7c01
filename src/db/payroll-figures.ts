import { and, eq, gte, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Tx } from './client.ts'
import { type Reach, within } from './organisations.ts'
import { type Direction, keySet, type Page } from './page.ts'

/** What payments, reservations and phases have in common. */
export type FigureRow = {
  readonly id: string
  readonly organisationId: string
  readonly personId: string
  readonly externalReference: string
  readonly version: number
  readonly publishedAt: Date
  readonly replacedAt: Date | null
}

export type NewFigure<F> = F & Omit<FigureRow, 'id' | 'publishedAt' | 'replacedAt'>

export type Referred = { readonly organisationId: string; readonly references: readonly string[] }

/** Statements over whole lists: a thousand figures cost as many round trips as one. */
export type FigureStore<F> = {
  /** What counts under these references, locked in their order. */
  findPresent(tx: Tx, referred: Referred): Promise<readonly (F & FigureRow)[]>
  /** How many of these counted until now. */
  replace(tx: Tx, ids: readonly string[]): Promise<number>
  /** Which references nobody was faster in writing. */
  insert(tx: Tx, figures: readonly NewFigure<F>[]): Promise<readonly string[]>
}

type Columns = Readonly<Record<'portalId' | 'id' | 'organisationId' | 'externalReference' | 'replacedAt', PgColumn>>

export const replacing = { replacedAt: sql`drempel.now()` }

export function presentUnder(tx: Tx, columns: Columns, { organisationId, references }: Referred): SQL | undefined {
  return and(
    eq(columns.portalId, tx.portalId),
    eq(columns.organisationId, organisationId),
    inArray(columns.externalReference, [...references]),
    isNull(columns.replacedAt),
  )
}

export function presentOf(tx: Tx, columns: Columns, ids: readonly string[]): SQL | undefined {
  return and(ofIds(tx, columns, ids), isNull(columns.replacedAt))
}

export function ofIds(tx: Tx, { portalId, id }: Pick<Columns, 'portalId' | 'id'>, ids: readonly string[]) {
  return and(eq(portalId, tx.portalId), inArray(id, [...ids]))
}

/** In the order of their references, so that two overlapping lists wait for one another instead of blocking each other. */
export function inOrder<F>(tx: Tx, figures: readonly NewFigure<F>[]) {
  const sorted = figures.toSorted((a, b) => (a.externalReference < b.externalReference ? -1 : 1))
  return sorted.map((figure) => ({ ...figure, portalId: tx.portalId }))
}

export type FigureFilter = {
  readonly personId: string
  readonly reach: Reach
  readonly organisationId?: string | null | undefined
  readonly from?: string | null | undefined
  readonly until?: string | null | undefined
  readonly includeReplaced?: boolean | null | undefined
}

/** One person's figures by their day. */
export function pageOfFigures(
  tx: Tx,
  columns: Columns & { readonly personId: PgColumn; readonly day: PgColumn },
  asked: { readonly filter: FigureFilter; readonly page: Page; readonly direction: Direction },
) {
  const { personId, reach, organisationId, from, until, includeReplaced } = asked.filter
  const key = [
    { column: sql`${columns.day}`, type: 'date' },
    { column: sql`${columns.id}`, type: 'uuid' },
  ] as const
  const { where, orderBy } = keySet(key, asked.page, asked.direction)
  const condition = and(
    eq(columns.portalId, tx.portalId),
    eq(columns.personId, personId),
    within(reach, sql`${columns.organisationId}`),
    organisationId ? eq(columns.organisationId, organisationId) : undefined,
    from ? gte(columns.day, from) : undefined,
    until ? lte(columns.day, until) : undefined,
    includeReplaced ? undefined : isNull(columns.replacedAt),
    where,
  )
  return { where: condition, orderBy, limit: asked.page.limit }
}
