import { type SQL, sql } from 'drizzle-orm'

/** A page by key: rows beyond one cursor and before another, in the order asked for. */
export type Page = {
  readonly after: readonly string[] | null
  readonly before: readonly string[] | null
  readonly limit: number
  /** The last rows are asked for: read backwards. */
  readonly inverted: boolean
}

export type Direction = 'ASC' | 'DESC'

/** A column of the order and its type. Together they must be unique, and none of them null. */
export type KeyColumn = { readonly column: SQL; readonly type: 'uuid' | 'text' | 'timestamptz' | 'int4' | 'date' }

export type KeySet = { readonly where: SQL; readonly orderBy: SQL }

/** Row comparison, so that one index serves the order and the page alike. */
export function keySet(columns: readonly KeyColumn[], page: Page, direction: Direction): KeySet {
  const row = list(columns.map(({ column }) => column))
  const forward = direction === 'ASC'
  const beyond = (cursor: readonly string[], greater: boolean) => {
    const values = columns.map(({ type }, index) => sql`${cursor[index]}::text::${sql.raw(type)}`)
    return sql`(${row}) ${sql.raw(greater ? '>' : '<')} (${list(values)})`
  }
  const conditions = [
    sql`true`,
    ...(page.after === null ? [] : [beyond(page.after, forward)]),
    ...(page.before === null ? [] : [beyond(page.before, !forward)]),
  ]
  const way = sql.raw(forward === page.inverted ? 'desc' : 'asc')
  return {
    where: sql.join(conditions, sql` and `),
    orderBy: list(columns.map(({ column }) => sql`${column} ${way}`)),
  }
}

function list(parts: readonly SQL[]): SQL {
  return sql.join([...parts], sql`, `)
}
